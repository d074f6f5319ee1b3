"""The toolbox under the services; knows no service."""
