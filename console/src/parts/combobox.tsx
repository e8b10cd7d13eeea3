import { type KeyboardEvent, type ReactNode, type Ref, useId, useState } from 'react';

interface Props<Option> {
  label: string;
  /** Whether the label is for screen readers alone. */
  isLabelHidden?: boolean;
  placeholder?: string;
  text: string;
  onText(text: string): void;
  /** What could be meant, the best first; null while nobody knows. */
  options: readonly Option[] | null;
  keyOf(option: Option): string;
  children(option: Option): ReactNode;
  onTake(option: Option): void;
  /** Enter takes the first option; else it takes none that was not reached by an arrow key. */
  takesFirst?: boolean;
  /** Whether the options are those of a text before: Enter takes none of them then. */
  isStale?: boolean;
  /** Enter with the text itself, where it reached no option by an arrow key. Returns whether the text was meant. */
  onEnter?(): boolean;
  /** Below the options. */
  notes?: ReactNode;
  /** Told by screen readers when the options change. */
  status?: string;
  className?: string;
  input?: Ref<HTMLInputElement>;
}

/**
 * A field with what could be meant below it: ARIA’s combobox with a list. The focus stays in the field; arrow keys move through the
 * list, Enter takes, Escape closes.
 */
export function Combobox<Option>(props: Props<Option>) {
  const { label, text, options, takesFirst = false, notes, className = 'kern-form-input__input' } = props;
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const none = takesFirst ? 0 : -1;
  const [active, setActive] = useState(none);
  const count = options?.length ?? 0;
  const isShown = isOpen && (count > 0 || Boolean(notes));
  const chosen = isShown ? options?.[active] : undefined;
  const take = (option: Option) => {
    setOpen(false);
    setActive(none);
    props.onTake(option);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isShown) {
      // The first one closes the list; the next one empties a field for searching.
      event.preventDefault();
      setOpen(false);
      setActive(none);
    }
    if (event.key === 'Enter') {
      const isMeant = (takesFirst || !chosen) && props.onEnter?.();
      if (isMeant || chosen) event.preventDefault();
      if (isMeant) setOpen(false);
      else if (chosen && !props.isStale) take(chosen);
    }
    if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || count === 0) return;
    event.preventDefault();
    setOpen(true);
    const step = event.key === 'ArrowDown' ? 1 : -1;
    if (!isShown) setActive(step > 0 ? 0 : count - 1);
    else setActive(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
  };
  return (
    <>
      <label className={props.isLabelHidden ? 'kern-sr-only' : 'kern-label'} htmlFor={id}>
        {label}
      </label>
      <input
        ref={props.input}
        id={id}
        className={className}
        type="search"
        role="combobox"
        autoComplete="off"
        placeholder={props.placeholder}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? `${id}-${active}` : undefined}
        value={text}
        onChange={({ target }) => {
          setActive(none);
          setOpen(true);
          props.onText(target.value);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div className="finder__list" hidden={!isShown}>
        <div role="listbox" id={`${id}-list`} aria-label={label}>
          {options?.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox’s, which keeps the focus.
            <div
              tabIndex={-1}
              key={props.keyOf(option)}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className="finder__option"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(option)}
            >
              {props.children(option)}
            </div>
          ))}
        </div>
        {notes}
      </div>
      {props.status !== undefined && (
        <p className="kern-sr-only" role="status">
          {isOpen ? props.status : ''}
        </p>
      )}
    </>
  );
}
