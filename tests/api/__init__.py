"""What holds for every route: who may what, the described answers, bad input."""
