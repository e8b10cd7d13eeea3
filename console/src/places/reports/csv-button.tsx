import { useState } from 'react';
import { allRows } from '../../api/all-rows';
import type { Failure } from '../../api/failure';
import type { Operation } from '../../api/operation';
import { asFailure } from '../../api/use-query';
import { Button } from '../../parts/button';
import { downloadCsv } from '../../parts/csv';
import { FailureAlert } from '../../parts/failure-alert';
import { common } from '../../words/common';
import { useWords } from '../../words/words';

interface Props<Data, Variables extends { readonly after?: string | null }, Node> {
  name: string;
  operation: Operation<Data, Variables>;
  variables: Omit<Variables, 'after'>;
  listOf(data: Data): {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: Node }[];
  };
  heading: readonly string[];
  cells(row: Node): readonly (string | number | null)[];
}

/** Downloads the table that is shown, with all of its rows. */
export function CsvButton<Data, Variables extends { readonly after?: string | null }, Node>(
  props: Props<Data, Variables, Node>,
) {
  const words = useWords(common);
  const [isLoading, setLoading] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const download = async () => {
    setLoading(true);
    setFailure(null);
    try {
      const rows = await allRows(props.operation, props.variables, props.listOf);
      downloadCsv(`${props.name}.csv`, [props.heading, ...rows.map(props.cells)]);
    } catch (error) {
      setFailure(asFailure(error));
    }
    setLoading(false);
  };
  return (
    <>
      {failure && <FailureAlert failure={failure} />}
      <div className="actions actions--end">
        <Button icon="download" disabled={isLoading} onClick={() => void download()}>
          {words.download}
        </Button>
      </div>
    </>
  );
}
