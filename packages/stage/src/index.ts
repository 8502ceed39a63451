export { type House, type HouseSettings, startHouse } from './house.ts'
