/** A day at the desk without a mouse: preview and apply an assignment. On every page the focus is visible. */
import type { Page } from 'playwright-core';
import { test } from './browser';
import { DESK_WORLD } from './desk-world';
import { clerkAt, runConsole, world } from './running-console';

runConsole(DESK_WORLD);

/** Presses Tab until the focus is on an element with this name. Fails where it is never reached. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press('Tab');
    const found = await focused(page);
    if (name.test(found)) return;
    passed.push(found);
  }
  throw new Error(`The focus never came to ${name}. It was on: ${passed.join(' | ')}`);
}

/** Returns the name of the focused element. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
      return element.labels?.[0]?.innerText ?? element.getAttribute('aria-label') ?? '';
    return (element as HTMLElement | null)?.innerText ?? '';
  });
}

test('a licence is assigned to a school by keyboard alone, and a school is found', async () => {
  const { page, context, complaints } = await clerkAt('/worklists');
  await page.locator('h1').waitFor();
  await tabTo(page, /^Freischaltungen$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Freischaltungen' }).waitFor();
  await tabTo(page, /^Neu freischalten$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Lizenzen freischalten' }).waitFor();
  await page.getByRole('button', { name: 'Hinzufügen Biologie kompakt' }).waitFor();
  await tabTo(page, /^Lizenz suchen/);
  await page.keyboard.type('Biologie');
  await page.getByRole('button', { name: 'Hinzufügen Altvertrag' }).waitFor({ state: 'detached' });
  await tabTo(page, /^Hinzufügen/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Schule, Schulträger oder Gruppe/);
  await page.keyboard.type('Bussard');
  await page.getByRole('list', { name: /^Schule, Schulträger/ }).waitFor();
  await tabTo(page, /^Bussardschule/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Vorschau anzeigen$/);
  await page.keyboard.press('Enter');
  await page.getByText('1 neu, 0 bestehen schon, 0 abgelehnt').waitFor();
  await tabTo(page, /^1 Freischaltung anlegen$/);
  await page.keyboard.press('Enter');
  await page.getByText('Freigeschaltet: 1').waitFor();

  await page.keyboard.press('Control+k');
  await page.keyboard.type(world.organisation('Bussardschule').slice('NW:'.length));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Bussardschule' }).waitFor();
  await page.getByRole('button', { name: 'Biologie kompakt' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the day goes on by keyboard alone: an entitlement is suspended and resumed, and a row of a worklist is postponed', async () => {
  const { page, context, complaints } = await clerkAt('/desk');
  await page.getByLabel('Altvertrag, Adlerschule auswählen').waitFor();
  await tabTo(page, /^Altvertrag, Adlerschule auswählen$/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Aussetzen$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Freischaltungen aussetzen' }).waitFor();
  await tabTo(page, /^Vorschau anzeigen$/);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '1 ausführen' }).waitFor();
  await tabTo(page, /^1 ausführen$/);
  await page.keyboard.press('Enter');
  await page.getByText('Ausgeführt: 1').waitFor();
  await tabTo(page, /^Rückgängig machen$/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, /^Rückgängig machen$/);
  await page.keyboard.press('Enter');
  await page.getByText('Rückgängig gemacht: 1').waitFor();

  await tabTo(page, /^Arbeitslisten$/);
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /Altvertrag.*Adlerschule/ });
  await row.waitFor();
  await tabTo(page, /^Zurückstellen/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, /^Notiz/);
  await page.keyboard.type('warte auf den Haushalt');
  await tabTo(page, /^Speichern$/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('„warte auf den Haushalt“').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test.each(['/desk', '/worklists', '/search', '/desk/assign?way=filter'])(
  'on %s the focus is always visible, and each target is large enough',
  async (place) => {
    // Without smooth scrolling, positions can be compared at once.
    const { page, context } = await clerkAt(place, { reducedMotion: 'reduce' });
    await page.waitForFunction(() => !document.querySelector('.loading, [aria-busy="true"]'));
    if (place === '/desk') await page.getByLabel('Altvertrag, Adlerschule auswählen').check();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const wrong: string[] = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      const fault = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        if (element === document.body) return null;
        const { x, y, width, height } = element.getBoundingClientRect();
        const name = `${element.tagName} ${element.innerText || element.getAttribute('aria-label') || element.id}`;
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        const isSeen = top !== null && (element.contains(top) || top.contains(element));
        if (!isSeen) return `${name}: hidden by ${top?.className}`;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return `${name}: its focus is not marked`;
        return height < 20 || width < 20 ? `${name}: ${width} × ${height}` : null;
      });
      if (fault) wrong.push(fault);
    }
    expect([...new Set(wrong)]).toEqual([]);
    await context.close();
  },
);
