import { inBoth } from '../../words/words';

export const jobWords = inBoth(
  {
    title: 'Auftrag',
    toDesk: 'Zu den Freischaltungen',
    of: {
      assign: {
        running: 'Wird freigeschaltet',
        cancelled: 'Abgebrochen: nichts wurde freigeschaltet',
        failed: 'Nicht freigeschaltet',
      },
      change: {
        running: 'Wird geändert',
        cancelled: 'Abgebrochen: nichts wurde geändert',
        failed: 'Nichts wurde geändert',
      },
      job: {
        running: 'In Arbeit',
        cancelled: 'Abgebrochen: nichts wurde geändert',
        failed: 'Nichts wurde geändert',
      },
      preview: {
        running: 'Vorschau wird berechnet',
        cancelled: 'Die Vorschau wurde abgebrochen',
        failed: 'Es gibt keine Vorschau',
      },
    },
    progress: (done: string, all: string) => `${done} von ${all}`,
    finishing: (all: string) => `Alle ${all} sind bearbeitet, das Ergebnis wird gespeichert …`,
    judging: 'Jede einzelne wird geprüft …',
    leave:
      'Sie können die Seite verlassen: die Arbeit läuft weiter, und „Meine Aufträge“ in der Verwaltung zeigt sie wieder.',
    stop: 'Abbrechen',
    again: 'Neue Vorschau',
    refused:
      'Das System hat die Arbeit abgelehnt. Ändern Sie die Auswahl, und lassen Sie eine neue Vorschau berechnen. Seine Meldung ist englisch:',
  },
  {
    title: 'Job',
    toDesk: 'To the entitlements',
    of: {
      assign: {
        running: 'Assigning',
        cancelled: 'Cancelled: nothing was assigned',
        failed: 'Nothing was assigned',
      },
      change: {
        running: 'Changing',
        cancelled: 'Cancelled: nothing was changed',
        failed: 'Nothing was changed',
      },
      job: {
        running: 'At work',
        cancelled: 'Cancelled: nothing was changed',
        failed: 'Nothing was changed',
      },
      preview: {
        running: 'Working out the preview',
        cancelled: 'The preview was cancelled',
        failed: 'There is no preview',
      },
    },
    progress: (done, all) => `${done} of ${all}`,
    finishing: (all) => `All ${all} are done, the result is being stored …`,
    judging: 'Each one is judged …',
    leave: 'You may leave this page: the work goes on, and “My jobs” in the administration shows it again.',
    stop: 'Cancel',
    again: 'New preview',
    refused: 'The system refused the work. Change the selection, and ask for a new preview. The system says:',
  },
);
