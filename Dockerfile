# One image per deployable: docker build --build-arg NAME=jsonrpc -t gateway-jsonrpc .
# NAME: health, jsonrpc, webhook, relay; for worker and pull-worker add
#   --build-arg BASE=eclipse-temurin:25-jre
# since their commands want a shell and programs, which the default base is without. docs/deployment.md says more.
ARG BASE=gcr.io/distroless/java25-debian13:nonroot

FROM maven:3.9-eclipse-temurin-25 AS build
ARG NAME
WORKDIR /src
COPY . .
RUN case $NAME in \
      relay) module=websocket-relay ;; \
      pull-worker) module=functions/worker ;; \
      *) module=functions/$NAME ;; \
    esac && \
    mvn -B -q -Pdeploy -Dmaven.test.skip=true -Dcheck.skip package -pl "$module" -am && \
    dev/image-layout "$NAME" /app && \
    cp gateway.yaml /app/gateway.yaml

FROM ${BASE}
ARG NAME
# /app belongs to the build; the archive is written by the very JVM and to the very path that will use it.
USER 0
COPY --from=build /app /app
WORKDIR /app
# These are set while the archive is trained, and in no container: places where nobody listens.
ARG PORT=8080
ARG GATEWAY_PROJECT=training
ARG GATEWAY_BUCKET=training
ARG FIRESTORE_EMULATOR_HOST=localhost:1
ARG PUBSUB_EMULATOR_HOST=localhost:1
ARG STORAGE_EMULATOR_HOST=http://localhost:1
ARG SECRET_MANAGER_EMULATOR_HOST=localhost:1
RUN ["java", "@/app/train"]
USER 65532
ENTRYPOINT ["java", "@/app/start"]
