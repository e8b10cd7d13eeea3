import { useRef, useState } from 'react';
import { administer, type Run, upload, type WholeRun } from '../../api/administer';
import type { Failure } from '../../api/failure';
import { asFailure } from '../../api/use-query';
import { Button } from '../../parts/button';
import { FailureAlert } from '../../parts/failure-alert';
import { Check, FileField, Select, TextField } from '../../parts/fields';
import { Section } from '../../parts/page';
import { useAddress } from '../../shell/address';
import { useFormat } from '../../words/format';
import { useWords } from '../../words/words';
import { operatorWords } from './operator-words';
import { RunList } from './run-list';
import { RunView } from './run-view';

type Kind = keyof (typeof operatorWords)['de']['kinds'];
type Files = Partial<Record<'upload' | 'authorities' | 'schoolForms' | 'columns', File | null>>;
/** The fields of the trial, so that the same is imported. */
type Tried = Readonly<Record<string, unknown>>;

const MB = 1_000_000;
const WITH_LOSSES: readonly Kind[] = ['schools', 'subjects', 'entitlements'];
const FIRST_VOCABULARY = 'eaf';
/** The formats that need a map of their columns. */
const MAPPED = ['csv', 'json'];
const WITH_SUSPENDED: readonly Kind[] = ['schools', 'licences', 'entitlements', 'organisations'];

/**
 * Imports a file in two steps. A trial changes nothing and shows its report; the reader then imports the file or not.
 */
export function Imports() {
  const words = useWords(operatorWords);
  const [address, setAddress] = useAddress();
  const [tried, setTried] = useState<{ readonly run: string; readonly wanted: Tried } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const start = async (wanted: Tried) => {
    setFailure(null);
    const run = await administer<Run>('imports', wanted);
    setTried({ run: run.id, wanted });
    setAddress({ run: run.id }, false);
  };
  const goOn = (run: WholeRun) =>
    run.isDryRun && run.state === 'DONE' && tried?.run === run.id ? (
      <div className="stack">
        <p className="kern-body">{words.goOnText}</p>
        <div className="actions">
          <Button
            look="primary"
            onClick={() => start({ ...tried.wanted, dryRun: false }).catch((error) => setFailure(asFailure(error)))}
          >
            {words.goOn}
          </Button>
        </div>
      </div>
    ) : null;
  if (!address.run)
    return (
      <>
        <NewImport onStart={start} />
        <RunList />
      </>
    );
  return (
    <>
      {failure && <FailureAlert failure={failure} />}
      <RunView id={address.run} next={goOn} />
      <div className="actions">
        <Button onClick={() => setAddress({ run: '' }, false)}>{words.newImport}</Button>
      </div>
    </>
  );
}

function NewImport({ onStart }: { onStart(wanted: Tried): Promise<void> }) {
  const words = useWords(operatorWords);
  const format = useFormat();
  const [address, setAddress] = useAddress();
  const kind: Kind = address.kind && address.kind in words.kinds ? (address.kind as Kind) : 'schools';
  const [files, setFiles] = useState<Files>({});
  const [options, setOptions] = useState<Readonly<Record<string, string>>>({});
  const [skipBad, setSkipBad] = useState(false);
  const [partial, setPartial] = useState(false);
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const control = useRef(new AbortController());
  const isDelivery = kind === 'titles' && Boolean(options.format);
  const isMapped = isDelivery && MAPPED.includes(options.format as string);
  const needsSource = kind === 'entitlements' || kind === 'subjects' || isDelivery;
  const vocabulary = options.vocabulary ?? FIRST_VOCABULARY;
  const takes = optionsOf(kind, isDelivery);
  const filesOfKind = [
    'upload',
    ...(kind === 'schools' ? ['authorities', 'schoolForms'] : []),
    ...(isMapped ? ['columns'] : []),
  ];
  const all = Object.values(files).reduce((sum, file) => sum + (file?.size ?? 0), 0);

  const tryIt = async () => {
    const missing = !files.upload
      ? words.noFile
      : needsSource && !options.source
        ? words.noSource
        : isMapped && !files.columns
          ? words.noColumns
          : null;
    setProblem(missing);
    if (missing) return;
    setFailure(null);
    setSent(0);
    try {
      let before = 0;
      const ids: Record<string, string> = {};
      for (const [name, file] of Object.entries(files)) {
        if (!file || !filesOfKind.includes(name)) continue;
        ids[name] = await upload(file, (bytes) => setSent(before + bytes), control.current.signal);
        before += file.size;
      }
      const given = takes
        .filter((name) => options[name])
        .map((name) => [name, optionValueOf(name, options[name] as string)]);
      await onStart({
        kind,
        ...ids,
        ...Object.fromEntries(given),
        ...(kind === 'subjects' && { format: vocabulary }),
        ...(kind === 'entitlements' && skipBad && { skipBad }),
        ...(isDelivery && partial && { partial }),
        dryRun: true,
      });
    } catch (error) {
      setFailure(asFailure(error));
    }
    setSent(null);
  };
  const setFile = (name: keyof Files) => (file: File | null) => setFiles((before) => ({ ...before, [name]: file }));
  const text = (name: string, label: string, hint?: string, type = 'text') => (
    <TextField
      label={label}
      {...(hint && { hint })}
      type={type}
      inputMode={type === 'number' ? 'numeric' : undefined}
      value={options[name] ?? ''}
      onChange={(value) => setOptions((before) => ({ ...before, [name]: value }))}
    />
  );
  return (
    <Section title={words.trialRun} id="new-import">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void tryIt();
        }}
      >
        <Select
          label={words.kind}
          value={kind}
          options={Object.entries(words.kinds)}
          onChange={(next) => setAddress({ kind: next === 'schools' ? '' : next })}
        />
        <FileField label={words.file} hint={words.fileHints[kind]} onChange={setFile('upload')} />
        {kind === 'schools' && (
          <div className="columns">
            <FileField
              label={words.authorities}
              hint={words.notNeeded}
              accept=".xml"
              onChange={setFile('authorities')}
            />
            <FileField
              label={words.schoolForms}
              hint={words.notNeeded}
              accept=".xml"
              onChange={setFile('schoolForms')}
            />
          </div>
        )}
        {kind === 'schools' && text('asOf', words.asOf, undefined, 'date')}
        {kind === 'titles' && (
          <Select
            label={words.format}
            value={options.format ?? ''}
            options={Object.entries(words.formats)}
            onChange={(next) => setOptions((before) => ({ ...before, format: next }))}
          />
        )}
        {kind === 'subjects' && (
          <Select
            label={words.format}
            value={vocabulary}
            options={Object.entries(words.vocabularies)}
            onChange={(next) => setOptions((before) => ({ ...before, vocabulary: next }))}
          />
        )}
        {needsSource && text('source', words.source)}
        {isMapped && (
          <FileField label={words.columns} hint={words.columnsHint} accept=".json" onChange={setFile('columns')} />
        )}
        {isDelivery && <Check label={words.partial} checked={partial} onChange={setPartial} />}
        {kind === 'entitlements' && <Check label={words.skipBad} checked={skipBad} onChange={setSkipBad} />}
        <div className="columns">
          {(WITH_LOSSES.includes(kind) || isDelivery) &&
            text('confirmLosses', words.confirmLosses, words.confirmLossesHint, 'number')}
          {WITH_SUSPENDED.includes(kind) &&
            text('overrideSuspended', words.overrideSuspended, words.overrideSuspendedHint, 'number')}
        </div>
        {problem && (
          <p className="kern-error" role="alert">
            {problem}
          </p>
        )}
        {failure && <FailureAlert failure={failure} />}
        {sent !== null && (
          <p role="status">
            {words.uploading(format.number(Math.round(sent / MB)), format.number(Math.ceil(all / MB)))}
          </p>
        )}
        <div className="actions">
          <Button look="primary" type="submit" disabled={sent !== null}>
            {words.trial}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function optionsOf(kind: Kind, isDelivery: boolean): readonly string[] {
  return [
    ...(kind === 'schools' ? ['asOf'] : []),
    ...(kind === 'entitlements' || kind === 'subjects' ? ['source'] : []),
    ...(isDelivery ? ['format', 'source'] : []),
    ...(WITH_LOSSES.includes(kind) || isDelivery ? ['confirmLosses'] : []),
    ...(WITH_SUSPENDED.includes(kind) ? ['overrideSuspended'] : []),
  ];
}

function optionValueOf(name: string, text: string): string | number {
  return name === 'confirmLosses' || name === 'overrideSuspended' ? Number(text) : text.trim();
}
