package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.ApiToken;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.location.FunctionOptions;
import dev.anabranch.cli.internal.location.ServedWorkflows;
import dev.anabranch.cli.internal.location.WaitNotices;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.InterruptSignal;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.console.internal.ConsoleServer;
import dev.anabranch.embedded.internal.cloud.AwaitObserver;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.ServedApi;
import dev.anabranch.embedded.internal.runapi.ApiEndpoint;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.stores.internal.http.CloudEndpoint;
import dev.anabranch.stores.internal.http.RemoteLambda;
import dev.anabranch.stores.internal.http.server.AddressInUse;
import dev.anabranch.stores.internal.http.server.SignedLinks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code anabranch serve}. */
@Command(
        name = "serve",
        description = {
            "Serve the embedded cloud on 127.0.0.1, in AWS's protocols, until Ctrl-C.",
            "",
            "All workflows are deployed to it. The AWS CLI and all SDKs can use it with the printed URLs, any region and any"
                    + " credentials.",
            "",
            "If the variable " + ApiToken.VARIABLE
                    + " is set, requests to every port must have its value: AWS clients as the"
                    + " access key id (AWS_ACCESS_KEY_ID, with any secret access key), clients of the run API as"
                    + " `Authorization: Bearer`. Requests from web pages of other sites, and requests for a host other than"
                    + " 127.0.0.1 or localhost, are always refused."
        })
public final class ServeCommand implements Callable<Integer> {

    /** The default address of the run API. */
    public static final String API = "http://127.0.0.1:4572";

    private static final int LAST_PORT = 65_535;

    /** A run can be read while the request that starts it is in progress. */
    static final Duration LOST_AFTER = Duration.ofSeconds(30);

    private final CommandContext console;

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "4570",
            description = "The port of Step Functions and DynamoDB; 0 for any free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--s3-port",
            paramLabel = "<port>",
            description = "The port of S3; 0 for any free port. Default: --port + 1.")
    private @Nullable Integer s3Port;

    @Option(
            names = "--api-port",
            paramLabel = "<port>",
            description = "The port of the run API; 0 for any free port. Default: --port + 2.")
    private @Nullable Integer apiPort;

    @Option(
            names = "--console-port",
            paramLabel = "<port>",
            description = "The port of the console; 0 for any free port. Default: --port + 3.")
    private @Nullable Integer consolePort;

    @Option(
            names = "--lambda-endpoint",
            paramLabel = "<url>",
            description = "Call functions that are not part of the workflows there, through Lambda's Invoke API.")
    private @Nullable URI lambdaEndpoint;

    @Option(
            names = "--notify",
            paramLabel = "<url>",
            description =
                    "Post an event there for each action that begins to wait for an answer or a callback: https, or http on"
                            + " this machine.")
    private @Nullable URI notify;

    @Option(
            names = "--data",
            paramLabel = "<dir>",
            description = "Keep everything in this folder, so that runs continue after a restart. Default: $"
                    + DataOption.VARIABLE + ", or in memory if that is not set.")
    private @Nullable Path data;

    @Mixin
    private FunctionOptions functions = new FunctionOptions();

    @Option(
            names = "--lift",
            paramLabel = "<quota>",
            split = ",",
            description = "Do not enforce these AWS quotas: ${COMPLETION-CANDIDATES}.")
    private Set<EngineQuotas.Quota> lifted = Set.of();

    private boolean diskRefuses;

    ServeCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        check("--port", port);
        int s3 = s3Port == null ? (port == 0 ? 0 : port + 1) : s3Port;
        check("--s3-port", s3);
        int api = apiPort == null ? (port == 0 ? 0 : port + 2) : apiPort;
        check("--api-port", api);
        LocalCloud.Settings settings = new LocalCloud.Settings(
                folder().orElse(null),
                lambdaEndpoint == null ? null : new RemoteLambda(checked(lambdaEndpoint), client()),
                EngineQuotas.without(lifted),
                LOST_AFTER,
                functions.settings(console));
        int page = consolePort == null ? (port == 0 ? 0 : port + 3) : consolePort;
        check("--console-port", page);
        InterruptSignal interruption = InterruptSignal.ofTheProcess();
        try (WaitNotices notices = notices();
                LocalCloud local = LocalCloud.open(settings, notices == null ? AwaitObserver.NONE : notices)) {
            if (notices != null) {
                notices.follow(local);
            }
            local.unfinishedWrites().forEach(sentence -> console.err().println("anabranch: " + sentence));
            ServedWorkflows served = ServedWorkflows.deploy(local, console);
            interruption.onExit(local.cloud()::exits);
            serve(local, served, s3, api, page, interruption);
        } catch (AddressInUse e) {
            throw new UsageError(
                    e.getMessage() + " Choose another with `--port`, `--s3-port`, `--api-port` and `--console-port`.",
                    e);
        } finally {
            interruption.handled();
        }
        return ExitCode.OK;
    }

    private @Nullable WaitNotices notices() {
        return notify == null
                ? null
                : new WaitNotices(
                        notify, client(), GuardedThread.factory("anabranch-notices-"), sentence -> console.err()
                                .println("anabranch: " + sentence));
    }

    private void serve(
            LocalCloud local, ServedWorkflows served, int s3, int api, int page, InterruptSignal interruption) {
        Optional<String> token = ApiToken.of(console);
        try (CloudEndpoint services = CloudEndpoint.builder()
                        .stepFunctions(local.cloud().engine(), console.clock())
                        .dynamoDb(local.cloud().dynamoDb())
                        .token(token)
                        .port(port)
                        .bind();
                CloudEndpoint objects = CloudEndpoint.builder()
                        .s3(local.cloud().s3())
                        .token(token)
                        .port(s3)
                        .bind();
                ApiEndpoint runs = ServedApi.bind(
                        local, served.workflows(), new SignedLinks(objects.uri(), token), console::unanswered, api);
                ConsoleServer pages = ConsoleServer.bind(
                        served.transports(local), served.forConsole(), console::unanswered, token, page)) {
            // All ports are bound before any run resumes, so that a port in use changes no run. No port
            // answers before all executions are restored, because a client that does not find an execution ends its
            // run as lost.
            local.waitForDisk(reason -> {
                announceDisk(reason);
                Optional<String> sentence = reason.map(ServeCommand::refusal);
                services.refuse(sentence);
                objects.refuse(sentence);
                runs.refuse(sentence);
            });
            local.goOn();
            served.share(local);
            services.open();
            objects.open();
            runs.open();
            pages.open();
            announce(services.uri(), objects.uri(), runs.uri(), pages.uri(), served.deployments());
            interruption.await();
        }
    }

    private static String refusal(String reason) {
        return "The data folder cannot be written: " + reason
                + ". Nothing is lost: runs continue by themselves when the disk has room. Free some space.";
    }

    /** Reports a change of the disk's state on the standard error. */
    private void announceDisk(Optional<String> reason) {
        if (reason.isPresent() && !diskRefuses) {
            console.err().println("anabranch: " + refusal(reason.get()) + " Requests are answered with status 503.");
        } else if (reason.isEmpty()) {
            console.err().println("anabranch: The data folder can be written again.");
        }
        console.err().flush();
        diskRefuses = reason.isPresent();
    }

    /** Returns the data folder, or empty to keep everything in memory. */
    private Optional<Path> folder() {
        return Optional.ofNullable(data)
                .or(() -> Optional.ofNullable(console.environment().get(DataOption.VARIABLE))
                        .filter(chosen -> !chosen.isEmpty())
                        .map(Path::of))
                .map(console.folder()::resolve);
    }

    private void announce(URI services, URI objects, URI runs, URI pages, List<Deployment> deployments) {
        console.out().println("Run API         " + runs);
        console.out().println("                curl " + runs + "/openapi.json");
        console.out().println("Step Functions  " + services);
        console.out().println("                aws stepfunctions list-state-machines --endpoint-url " + services);
        console.out().println("DynamoDB        " + services);
        console.out().println("                aws dynamodb list-tables --endpoint-url " + services);
        console.out().println("S3              " + objects);
        console.out().println("                aws s3 ls --endpoint-url " + objects);
        console.out().println("Console         " + pages);
        console.out()
                .println("Workflows       "
                        + deployments.stream().map(Deployment::name).collect(Collectors.joining(", ")));
        if (!deployments.isEmpty()) {
            console.out()
                    .println("                "
                            + prefix(deployments.get(0).stateMachineArn()) + "<name>, input"
                            + " '{\"run\": {\"id\": \"<the execution's name>\"}, \"input\": {\"v\": <input>}}'");
        }
        console.out()
                .println("Data            "
                        + folder().map(kept -> "in " + kept).orElse("in memory; deleted when this process ends"));
        console.out().flush();
    }

    private static String prefix(String stateMachineArn) {
        return stateMachineArn.substring(0, stateMachineArn.lastIndexOf(':') + 1);
    }

    private static void check(String option, int number) {
        if (number < 0 || number > LAST_PORT) {
            throw new UsageError("`" + option + "` is " + number + ", but must be a port from 0 to " + LAST_PORT + ".");
        }
    }

    private static URI checked(URI url) {
        if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null) {
            throw new UsageError(
                    "`--lambda-endpoint` is `" + url + "`, but must be a URL such as http://127.0.0.1:3001.");
        }
        return url;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }
}
