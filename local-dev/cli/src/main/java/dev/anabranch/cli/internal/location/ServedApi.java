package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.Sleeper;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.embedded.internal.cloud.DefinitionThread;
import dev.anabranch.embedded.internal.runapi.ApiEndpoint;
import dev.anabranch.runs.internal.api.DeployedWorkflows;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.api.ServedWorkflow;
import dev.anabranch.stores.internal.http.server.SignedLinks;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The run API of an embedded cloud. */
public final class ServedApi {

    /** The variable with the token that requests must bring along. It is no option, because others see those of a process. */
    public static final String TOKEN = "ANABRANCH_API_TOKEN";

    private ServedApi() {}

    /**
     * Starts to serve.
     *
     * @param objects links to large results; their token is also that of the run API
     */
    public static ApiEndpoint start(
            LocalCloud local, List<Workflow<?, ?>> workflows, SignedLinks objects, CommandContext console, int port) {
        ApiEndpoint endpoint = bind(local, workflows, objects, console, port);
        endpoint.open();
        return endpoint;
    }

    /** Binds the port as {@link #start} does; no request is answered before the endpoint is opened. */
    public static ApiEndpoint bind(
            LocalCloud local, List<Workflow<?, ?>> workflows, SignedLinks objects, CommandContext console, int port) {
        RunApi api = RunApi.builder()
                .runs(local.cloud().runs())
                .workflows(served(workflows))
                .payloads(local.cloud().payloads())
                .links(key -> objects.to(local.cloud().bucket(), key))
                .clock(local.clock())
                .pause(ServedApi::pause)
                .log((request, thrown) -> report(console.err(), request, thrown))
                .build();
        return ApiEndpoint.bind(api, local.random(), objects.token(), port);
    }

    /**
     * The token that requests to any port must have.
     *
     * @throws UsageError if it is empty
     */
    public static Optional<String> token(CommandContext console) {
        Optional<String> token = Optional.ofNullable(console.environment().get(TOKEN));
        if (token.map(String::isBlank).orElse(false)) {
            throw new UsageError("The variable " + TOKEN + " is empty. Give it a token, or unset it.");
        }
        return token;
    }

    /** The same manifest that is deployed, so that the API is the same. */
    private static List<ServedWorkflow> served(List<Workflow<?, ?>> workflows) {
        Manifest manifest = Manifest.of(workflows.stream()
                .map(workflow -> Definition.of(workflow, Target.AWS, new DefinitionThread()))
                .toArray(Definition[]::new));
        return DeployedWorkflows.parse(manifest.files().getOrDefault(Manifest.FILE, ""))
                .served();
    }

    /** A request that waits ends with the server. */
    private static void pause(Duration time) {
        Sleeper.last(time);
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("The server is being stopped.");
        }
    }

    private static void report(PrintStream err, String request, Throwable thrown) {
        synchronized (err) {
            err.println("anabranch: The request " + request + " could not be answered.");
            thrown.printStackTrace(err);
        }
    }
}
