import { type ChangeEvent, type InputHTMLAttributes, type ReactNode, useId, useState } from 'react';
import { common } from '../words/common';
import { useWords } from '../words/words';

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'onChange'> {
  label: string;
  hint?: string;
  error?: string | null;
  onChange(value: string): void;
}

export function TextField({ label, hint, error, onChange, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={error ? 'kern-form-input kern-form-input--error' : 'kern-form-input'}>
      <Label id={id} isOptional={rest['aria-required'] === false}>
        {label}
      </Label>
      {hint && (
        <div className="kern-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <input
        className={error ? 'kern-form-input__input kern-form-input__input--error' : 'kern-form-input__input'}
        id={id}
        type="text"
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
        onChange={({ target }) => onChange(target.value)}
        {...rest}
      />
      <ErrorLine id={id} error={error} />
    </div>
  );
}

interface FileFieldProps {
  label: string;
  hint?: string;
  accept?: string;
  onChange(file: File | null): void;
}

/**
 * A field in which a file is chosen or dropped, with words in the language of the page. The browser’s own field lies
 * invisibly above them and does the work.
 */
export function FileField({ label, hint, accept, onChange }: FileFieldProps) {
  const words = useWords(common);
  const id = useId();
  const [name, setName] = useState<string | null>(null);
  return (
    <div className="kern-form-input">
      <Label id={id}>{label}</Label>
      {hint && (
        <div className="kern-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <div className="file-field">
        <input
          className="file-field__input"
          id={id}
          type="file"
          accept={accept}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={({ target }) => {
            const file = target.files?.[0] ?? null;
            setName(file?.name ?? null);
            onChange(file);
          }}
        />
        <span className="file-field__look" aria-hidden="true">
          <span className="kern-btn kern-btn--secondary">
            <span className="kern-label">{words.chooseFile}</span>
          </span>
          <span className="file-field__name">{name ?? words.noFile}</span>
        </span>
      </div>
    </div>
  );
}

interface AreaProps {
  label: string;
  hint?: string;
  value: string;
  rows?: number;
  onChange(value: string): void;
  onBlur?(): void;
}

export function TextArea({ label, hint, value, rows = 6, onChange, onBlur }: AreaProps) {
  const id = useId();
  return (
    <div className="kern-form-input">
      <Label id={id}>{label}</Label>
      {hint && (
        <div className="kern-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <textarea
        className="kern-form-input__input"
        id={id}
        rows={rows}
        value={value}
        spellCheck={false}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={({ target }) => onChange(target.value)}
        onBlur={onBlur}
      />
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange(value: string): void;
}

export function Select({ label, value, options, onChange }: SelectProps) {
  const id = useId();
  return (
    <div className="kern-form-input">
      <Label id={id}>{label}</Label>
      <div className="kern-form-input__select-wrapper">
        <select
          className="kern-form-input__select"
          id={id}
          value={value}
          onChange={({ target }: ChangeEvent<HTMLSelectElement>) => onChange(target.value)}
        >
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

interface CheckProps {
  label: ReactNode;
  hint?: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

export function Check({ label, hint, checked, onChange }: CheckProps) {
  const id = useId();
  return (
    <div className="kern-form-check">
      <input
        className="kern-form-check__checkbox"
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={({ target }) => onChange(target.checked)}
      />
      <label className="kern-label" htmlFor={id}>
        {label}
      </label>
      {hint && (
        <div className="kern-hint check-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  legend: string;
  value: Value;
  options: readonly (readonly [value: Value, label: string])[];
  onChange(value: Value): void;
}

/** A choice of one of a few options, all of which are visible. */
export function Choice<Value extends string>({ legend, value, options, onChange }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset className="kern-fieldset choice">
      <legend className="kern-label">{legend}</legend>
      <div className="choice__options">
        {options.map(([option, text]) => (
          <div className="kern-form-check" key={option}>
            <input
              className="kern-form-check__radio"
              type="radio"
              name={name}
              id={`${name}-${option}`}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <label className="kern-label" htmlFor={`${name}-${option}`}>
              {text}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function Label({ id, isOptional, children }: { id: string; isOptional?: boolean; children: ReactNode }) {
  const words = useWords(common);
  return (
    <label className="kern-label" htmlFor={id}>
      {children}
      {isOptional && <span className="kern-label__optional"> – {words.optional}</span>}
    </label>
  );
}

function ErrorLine({ id, error }: { id: string; error?: string | null | undefined }) {
  if (!error) return null;
  return (
    <p className="kern-error" id={`${id}-error`} role="alert">
      <span className="kern-icon kern-icon--danger" aria-hidden="true" />
      <span className="kern-body">{error}</span>
    </p>
  );
}

function describedBy(id: string, hint?: string, error?: string | null): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean);
  return ids.length > 0 ? ids.join(' ') : undefined;
}
