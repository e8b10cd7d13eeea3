import { inBoth } from '../../words/words';

export const legalWords = inBoth(
  {
    accessibility: {
      title: 'Erklärung zur Barrierefreiheit',
      standard: {
        title: 'Maßstab',
        text: 'Diese Anwendung soll das BGG NRW und die BITV NRW erfüllen und damit die EN 301 549. Ihr Ziel ist WCAG 2.2, Stufe AA.',
        state:
          'Sie ist mit der Tastatur allein bedienbar, folgt der Darstellung (hell oder dunkel) und der Schriftgröße des Geräts und wird bei jeder Änderung mit axe-core geprüft. Eine Prüfung durch eine unabhängige Stelle steht aus.',
      },
      known: {
        title: 'Bekannte Einschränkungen',
        text: 'Es gibt noch keine Erläuterungen in Leichter Sprache und in Deutscher Gebärdensprache. Lange Listen zeigen nur die Zeilen im Blickfeld; die Suche des Browsers findet deshalb nicht jede Zeile, die Filter der Seite finden sie.',
      },
      feedback: {
        title: 'Barriere melden',
        text: 'Melden Sie Barrieren bitte der Stelle, die Ihnen den Zugang eingerichtet hat; ihre Anschrift nennt sie im Impressum dieser Installation.',
        what: 'Es hilft, wenn Sie die Adresse der Seite nennen, was Sie tun wollten und welches Hilfsmittel Sie nutzen.',
      },
      enforcement: {
        title: 'Durchsetzung',
        text: 'Erhalten Sie innerhalb von sechs Wochen keine zufriedenstellende Antwort, können Sie sich an die Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen wenden.',
      },
    },
    imprint: {
      title: 'Impressum',
      operator: {
        title: 'Verantwortlich',
        text: 'Verantwortlich für diese Installation ist die Stelle, die sie betreibt. Diese Installation nennt noch keine Anschrift: Der Betrieb muss sie ergänzen, bevor sie öffentlich erreichbar ist.',
      },
      software: {
        title: 'Software',
        text: 'Freischalter ist freie Software unter der EUPL 1.2.',
        parts: 'Die Oberfläche nutzt das KERN-Designsystem (EUPL 1.2) und die Schrift Fira Sans (OFL 1.1).',
      },
    },
    privacy: {
      title: 'Datenschutz',
      cookie: {
        title: 'Auf Ihrem Gerät',
        text: 'Beim Anmelden wird ein Cookie gesetzt, ohne das die Sitzung nicht möglich ist. Es gibt keine Auswertung Ihres Verhaltens und keine Verbindung zu anderen Anbietern.',
        local: 'Ihre Wahl der Sprache und der Darstellung merkt sich Ihr Browser; sie wird nicht übertragen.',
      },
      kept: {
        title: 'Im System',
        text: 'Wer eine Freischaltung oder Lizenz ändert, wird mit Zeitpunkt und Grund im Änderungsverlauf festgehalten. Das ist für die Nachprüfbarkeit der Verwaltung nötig.',
        use: 'Nutzungszahlen entstehen je Schule, ohne Bezug zu Personen; kleine Zahlen werden gerundet.',
      },
      rights: {
        title: 'Ihre Rechte',
        text: 'Auskunft, Berichtigung und Löschung erhalten Sie bei der Stelle, die diese Installation betreibt.',
      },
    },
  },
  {
    accessibility: {
      title: 'Accessibility statement',
      standard: {
        title: 'Standard',
        text: 'This application is meant to fulfil BGG NRW and BITV NRW, and so EN 301 549. Its target is WCAG 2.2, level AA.',
        state:
          'It can be used with the keyboard alone, follows the appearance (light or dark) and the font size of the device, and is tested with axe-core at each change. An independent audit is still to come.',
      },
      known: {
        title: 'Known limitations',
        text: 'There are no explanations in easy language and in sign language yet. Long lists draw only the rows in view; so the browser’s search does not find every row, while the filters of the page do.',
      },
      feedback: {
        title: 'Report a barrier',
        text: 'Please report barriers to the body that gave you access; the imprint of this installation names its address.',
        what: 'It helps if you name the address of the page, what you wanted to do, and which aid you use.',
      },
      enforcement: {
        title: 'Enforcement',
        text: 'If you get no satisfying answer within six weeks, you can turn to the ombuds office for accessible information technology of North Rhine-Westphalia.',
      },
    },
    imprint: {
      title: 'Imprint',
      operator: {
        title: 'Responsible',
        text: 'The body that runs this installation is responsible for it. This installation names no address yet: the operator must add it before it can be reached by the public.',
      },
      software: {
        title: 'Software',
        text: 'Freischalter is free software under the EUPL 1.2.',
        parts: 'The interface uses the KERN design system (EUPL 1.2) and the typeface Fira Sans (OFL 1.1).',
      },
    },
    privacy: {
      title: 'Data protection',
      cookie: {
        title: 'On your device',
        text: 'Signing in sets a cookie without which there can be no session. Nothing watches what you do, and no other provider is contacted.',
        local: 'Your browser remembers your choice of language and appearance; it is not transmitted.',
      },
      kept: {
        title: 'In the system',
        text: 'Who changes an entitlement or a licence is recorded in the audit trail with time and reason. Administration has to be verifiable.',
        use: 'Figures of use are made per school, without reference to persons; small figures are rounded.',
      },
      rights: {
        title: 'Your rights',
        text: 'Information, correction and deletion: ask the body that runs this installation.',
      },
    },
  },
);
