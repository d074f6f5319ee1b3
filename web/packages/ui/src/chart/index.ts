export { LineChart } from "./LineChart";
export type { LineChartProps, LinePoint } from "./LineChart";
