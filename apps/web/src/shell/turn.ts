/** Ends a task: what follows is another, and the browser does before it what waits. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
