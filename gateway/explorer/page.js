/** Opens GraphiQL with what the gateway fills in: a demo token, and a first query. */
/* global React, ReactDOM, GraphiQL */
async function open() {
  const { token, query, variables } = await (await fetch('/explorer/start.json')).json();
  const place = document.getElementById('explorer');
  document.body.style.margin = '0';
  place.style.height = '100dvh';
  ReactDOM.createRoot(place).render(
    React.createElement(GraphiQL, {
      fetcher: GraphiQL.createFetcher({ url: '/graphql' }),
      defaultQuery: query,
      defaultHeaders: JSON.stringify(token ? { authorization: `Bearer ${token}` } : {}, null, 2),
      variables: JSON.stringify(variables, null, 2),
      defaultEditorToolsVisibility: 'variables',
      isHeadersEditorEnabled: true,
      shouldPersistHeaders: false,
      storage: null,
    }),
  );
}

open();
