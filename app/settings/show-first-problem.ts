/** Once the problems are on the page: opens the fold that hides the first wrong field, and goes there. */
export function showFirstProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
    wrong?.closest("details")?.setAttribute("open", "");
    wrong?.focus();
  });
}
