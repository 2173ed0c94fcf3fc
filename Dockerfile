# syntax=docker/dockerfile:1
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
    mvn -B -q -Pdeploy -Dmaven.test.skip=true -Dcheck.skip package -pl "$module,shared/emulators" -am && \
    dev/image-layout "$NAME" /app --ground /ground && \
    cp gateway.yaml /app/gateway.yaml

FROM ${BASE}
ARG NAME
# /app belongs to the build; the archive is written by the very JVM and to the very path that will use it.
USER 0
COPY --from=build /app /app
WORKDIR /app
ARG GATEWAY_CONFIG=/ground/training.yaml
RUN --mount=type=bind,from=build,source=/ground,target=/ground \
  ["java", "-cp", "/ground/*", "dev.codexgateway.emulators.training.TrainingGround", "java", "@/app/train"]
USER 65532
ENTRYPOINT ["java", "@/app/start"]
