<?php
// A small client for PHP 8.1 and later, without packages. Lists what a school may use, and records a use of the first title:
//   FREISCHALTER_URL=http://127.0.0.1:4000/graphql FREISCHALTER_TOKEN=… php client.php NW:900102
declare(strict_types=1);

const ATTEMPTS = 5;
const RETRIED = ['RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE'];

/** Asks until it is answered, waiting as long as it is told to. Only for what may be sent twice: see docs/clients.md. */
function ask(string $query, array $variables): array
{
    for ($attempt = 1; ; $attempt++) {
        $answer = send($query, $variables);
        $errors = $answer['errors'] ?? [];
        if ($errors === []) {
            return $answer['data'];
        }
        $again = array_filter($errors, fn ($error) => in_array($error['extensions']['code'] ?? '', RETRIED, true));
        if ($again === [] || $attempt === ATTEMPTS) {
            throw new RuntimeException(implode("\n", array_map('told', $errors)));
        }
        sleep(reset($again)['extensions']['retryAfter'] ?? 2 ** ($attempt - 1));
    }
}

/** What cannot be read as an answer, and no answer at all, is worth another attempt too. */
function send(string $query, array $variables): array
{
    $url = getenv('FREISCHALTER_URL');
    $headers = [
        'accept: application/graphql-response+json',
        'authorization: Bearer ' . getenv('FREISCHALTER_TOKEN'),
        'content-type: application/json',
        'graphql-client-name: example-php',
    ];
    $body = json_encode(['query' => $query, 'variables' => (object) $variables], JSON_THROW_ON_ERROR);
    $text = @file_get_contents($url, false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => $headers,
        'content' => $body,
        'timeout' => 20,
        'ignore_errors' => true, // The body of a refusal has the errors.
    ]]));
    $answer = $text === false ? null : json_decode($text, true);
    return is_array($answer) ? $answer : ['errors' => [
        ['message' => "$url gave no answer", 'extensions' => ['code' => 'SUBGRAPH_UNAVAILABLE']],
    ]];
}

function told(array $error): string
{
    $place = isset($error['path']) ? ' at ' . implode('.', $error['path']) : '';
    $extensions = $error['extensions'] ?? [];
    return sprintf('%s%s: %s (request %s)', $extensions['code'] ?? '', $place, $error['message'], $extensions['requestId'] ?? '');
}

/** Page by page: the cursor of one page leads to the next. */
function licensedTitles(string $number): Generator
{
    $query = 'query LicensedTitles($number: String!, $after: String) {
      school(number: $number) {
        licensedTitles(first: 200, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }
      }
    }';
    $after = null;
    do {
        $page = ask($query, ['number' => $number, 'after' => $after])['school']['licensedTitles'];
        foreach ($page['edges'] as $edge) {
            yield $edge['node'];
        }
        $after = $page['pageInfo']['endCursor'];
    } while ($page['pageInfo']['hasNextPage']);
}

/** The id of an event is made once, and kept until the event was answered: so it counts once, however often it is sent. */
function recordUsage(array $events): array
{
    $mutation = 'mutation RecordUsage($events: [UsageEventInput!]!) {
      recordUsage(events: $events) { recorded alreadyKnown refused results { index code message } }
    }';
    return ask($mutation, ['events' => $events])['recordUsage'];
}

function uuid(): string
{
    $bytes = random_bytes(16);
    $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x40);
    $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);
    return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
}

$school = $argv[1];
$titles = iterator_to_array(licensedTitles(explode(':', $school)[1]), false);
echo implode("\n", array_column($titles, 'name')), "\n";
$event = ['id' => uuid(), 'school' => $school, 'title' => $titles[0]['id'], 'action' => 'STREAM', 'usedAt' => gmdate('Y-m-d\TH:i:s\Z')];
foreach ([recordUsage([$event]), recordUsage([$event])] as $result) {
    echo "recorded {$result['recorded']}, already known {$result['alreadyKnown']}\n";
}
