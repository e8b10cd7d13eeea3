# One image for all containers; what runs is the command: dist/commands/serve.js gateway|schools|licences|usage.
# By digest instead: --build-arg NODE_IMAGE=node@sha256:…, see docs/security.md.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node_modules/.bin/tsc -p tsconfig.commands.json

# The console's packages build it, and go no further.
FROM ${NODE_IMAGE} AS console
WORKDIR /app
COPY console/package.json console/package-lock.json ./console/
RUN npm --prefix console ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY commands/bootstrap ./commands/bootstrap
COPY console ./console
RUN node commands/bootstrap/console.mjs

# Without optional packages: the embedded PostgreSQL is one of them, and here the database is a container of its own.
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
# Nothing in it becomes another user, and nothing in it installs anything.
RUN find / -xdev -type f -perm /6000 -exec chmod a-s {} + && rm -rf /usr/local/lib/node_modules /opt/yarn*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=console /app/console/dist ./console/dist
COPY --from=console /app/console/operations.json ./console/
COPY package.json LICENSE ./
COPY schema ./schema
USER node
# Of the gateway, which runs where no other command is given; docker-compose.yml has one for each part.
HEALTHCHECK --interval=10s --timeout=3s --retries=3 --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node"]
CMD ["dist/commands/serve.js", "gateway"]
