/** A style sheet that a part brings along, as the build hands it over: its text. */
declare module "*.css" {
  const text: string;
  export default text;
}
