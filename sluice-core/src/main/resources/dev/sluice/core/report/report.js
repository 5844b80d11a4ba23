(() => {
  const root = document.documentElement;
  const button = document.getElementById('theme');
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const dark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
  const label = () => {
    button.textContent = dark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', dark() ? 'Show in light colours' : 'Show in dark colours');
  };
  button.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    label();
  });
  system.addEventListener('change', label);
  button.hidden = false;
  label();
  const opened = [];
  window.addEventListener('beforeprint', () => {
    document.querySelectorAll('details:not([open])').forEach((closed) => {
      closed.open = true;
      opened.push(closed);
    });
  });
  window.addEventListener('afterprint', () => {
    opened.splice(0).forEach((one) => {
      one.open = false;
    });
  });
})();
