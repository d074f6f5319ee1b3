export type {} from "react";
