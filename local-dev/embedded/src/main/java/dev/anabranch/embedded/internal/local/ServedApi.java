package dev.anabranch.embedded.internal.local;

import dev.anabranch.embedded.internal.runapi.ApiEndpoint;
import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.runs.internal.api.DeployedWorkflows;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.api.ServedWorkflow;
import dev.anabranch.stores.internal.http.server.SignedLinks;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The run API of an embedded cloud, over HTTP. */
public final class ServedApi {

    private ServedApi() {}

    private record Failures(BiConsumer<String, Throwable> receiver) implements RunApi.FailureLog {

        private static final int MOST_CAUSES = 20;

        @Override
        public void failed(String requestId, Throwable thrown) {
            receiver.accept(requestId, thrown);
        }

        @Override
        public Optional<String> explain(Throwable thrown) {
            return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                    .limit(MOST_CAUSES)
                    .filter(DamagedFile.class::isInstance)
                    .findFirst()
                    .map(Throwable::getMessage);
        }
    }

    /**
     * Binds a port on loopback and starts to answer requests.
     *
     * @param objects makes the links to large results; its token is also that of the run API
     * @param failures receives each request that was answered with status 500, and what was thrown
     * @param port 0 for any free port
     */
    public static ApiEndpoint start(
            LocalCloud local,
            List<Workflow<?, ?>> workflows,
            SignedLinks objects,
            BiConsumer<String, Throwable> failures,
            int port) {
        ApiEndpoint endpoint = bind(local, workflows, objects, failures, port);
        endpoint.open();
        return endpoint;
    }

    /** Binds the port as {@link #start} does; requests are answered only after {@link ApiEndpoint#open}. */
    public static ApiEndpoint bind(
            LocalCloud local,
            List<Workflow<?, ?>> workflows,
            SignedLinks objects,
            BiConsumer<String, Throwable> failures,
            int port) {
        RunApi api = parts(local, served(workflows))
                .payloads(local.cloud().payloads())
                .links(key -> objects.to(local.cloud().bucket(), key))
                .log(new Failures(failures))
                .build();
        return ApiEndpoint.bind(api, local.random(), objects.token(), port);
    }

    /** Returns the parts of the run API of an embedded cloud, without payloads, links and log. */
    public static RunApi.Builder parts(LocalCloud local, List<ServedWorkflow> workflows) {
        return RunApi.builder()
                .runs(local.cloud().runs())
                .workflows(workflows)
                .clock(local.clock())
                .pause(ServedApi::pause);
    }

    /** Reads the workflows from the manifest that a deployment has, so that both APIs are the same. */
    public static List<ServedWorkflow> served(List<Workflow<?, ?>> workflows) {
        Manifest manifest = Manifest.of(workflows.stream()
                .map(workflow -> Definition.of(workflow, Target.AWS, new DefinitionThread()))
                .toArray(Definition[]::new));
        return DeployedWorkflows.parse(manifest.files().getOrDefault(Manifest.FILE, ""))
                .served();
    }

    /** Ends a request that waits for a run when the server stops. */
    private static void pause(Duration time) {
        Sleeper.sleep(time);
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("The server is being stopped.");
        }
    }
}
