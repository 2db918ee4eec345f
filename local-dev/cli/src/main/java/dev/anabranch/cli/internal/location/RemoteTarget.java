package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.DeployedStack;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.client.internal.transport.Authorization;
import dev.anabranch.client.internal.transport.AwsAccess;
import dev.anabranch.client.internal.transport.HttpTransport;
import dev.anabranch.client.internal.transport.SigV4Authorization;
import dev.anabranch.client.internal.transport.Transport;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** A deployment: the address of its run API, and the authorization of requests. */
public final class RemoteTarget {

    /** The default name of the CDK app's stack. */
    public static final String DEFAULT_STACK = "Anabranch-dev";

    /** The region of emulators if none is configured. */
    private static final String EMULATED_REGION = "us-east-1";

    /** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-publish.html. */
    private static final Pattern API_GATEWAY =
            Pattern.compile("[^.]+\\.execute-api\\.([a-z0-9-]+)\\.(vpce\\.)?(amazonaws\\.com(\\.cn)?|api\\.aws)");

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[::1]|\\[0:0:0:0:0:0:0:1]");
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";

    private static final String SIGNED_HOSTS = ".execute-api.";

    private final Optional<URI> api;
    private final Optional<DeployedStack> stack;
    private final Optional<URI> endpoint;
    private final Optional<String> region;
    private final boolean sigV4;
    private final CommandContext console;

    private RemoteTarget(
            Optional<URI> api,
            Optional<DeployedStack> stack,
            Optional<URI> endpoint,
            Optional<String> region,
            boolean sigV4,
            CommandContext console) {
        this.api = api;
        this.stack = stack;
        this.endpoint = endpoint;
        this.region = region;
        this.sigV4 = sigV4;
        this.console = console;
    }

    static RemoteTarget of(
            Optional<String> stack,
            Optional<URI> url,
            Optional<URI> endpoint,
            Optional<String> region,
            boolean sigV4,
            CommandContext console) {
        url.ifPresent(given -> check("--url", given));
        endpoint.ifPresent(given -> check("--endpoint-url", given));
        if (url.isPresent()) {
            if (stack.isPresent() || endpoint.isPresent()) {
                throw new UsageError(
                        "`--url` is the address of a run API, which `--stack` and `--endpoint-url` would look up."
                                + " Leave one or the other out.");
            }
            return new RemoteTarget(url, Optional.empty(), endpoint, region, sigV4, console);
        }
        if (stack.isEmpty() && endpoint.isEmpty()) {
            throw new UsageError(
                    "No deployment is named. Use `--stack` for a stack on AWS, `--url` for the address of a run API, or"
                            + " `--endpoint-url` for an emulator.");
        }
        return ofStack(stack.orElse(DEFAULT_STACK), endpoint.or(() -> emulator(console)), region, sigV4, console);
    }

    /**
     * Reads the variable of all AWS tools (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
     */
    private static Optional<URI> emulator(CommandContext console) {
        String endpoint = console.environment().getOrDefault(ENDPOINT, "");
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(endpoint);
            check(ENDPOINT, url);
            return Optional.of(url);
        } catch (URISyntaxException e) {
            throw new UsageError("The variable " + ENDPOINT + " is `" + endpoint + "`, but must be a URL.", e);
        }
    }

    private static RemoteTarget ofStack(
            String stack, Optional<URI> endpoint, Optional<String> region, boolean sigV4, CommandContext console) {
        AwsAccess aws = console.host().aws();
        DeployedStack found = DeployedStack.find(
                stack,
                region.or(aws::region)
                        .or(() -> endpoint.map(emulator -> EMULATED_REGION))
                        .orElseThrow(RemoteTarget::noRegion),
                endpoint.isPresent() ? forEmulator(aws.credentials()) : aws.credentials(),
                endpoint);
        return new RemoteTarget(found.api(), Optional.of(found), endpoint, region, sigV4, console);
    }

    private static void check(String option, URI url) {
        if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null) {
            throw new UsageError("`" + option + "` is `" + url + "`, but must be a URL such as http://127.0.0.1:4572.");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null) {
            throw new UsageError("`" + option + "` is `" + url + "`, but must be an address without a user, a query or"
                    + " a fragment.");
        }
    }

    private static UsageError noRegion() {
        return new UsageError("No AWS region is configured. Set it with `--region` or AWS_REGION.");
    }

    /** Returns the configured credentials, or any: emulators accept all, but the SDK requires some. */
    private static AwsCredentialsProvider forEmulator(AwsCredentialsProvider configured) {
        AwsCredentials credentials;
        try {
            credentials = configured.resolveCredentials();
        } catch (SdkException none) {
            credentials = AwsBasicCredentials.create("test", "test");
        }
        AwsCredentials resolved = credentials;
        return () -> resolved;
    }

    /** Returns a client of the run API. */
    public RunClient client() {
        return new RunClient(transport());
    }

    /** Returns a transport to the run API. */
    public Transport transport() {
        return api.<Transport>map(address -> http(address, authorization(address)))
                .orElseGet(this::function);
    }

    private HttpTransport http(URI address, Authorization authorization) {
        return new HttpTransport(
                address,
                gate(address),
                authorization,
                console.host().pause(),
                console.host().random());
    }

    /**
     * Returns the address to connect to if the host name of the API is the emulator's, which only its own name server
     * resolves.
     */
    private Optional<URI> gate(URI address) {
        return endpoint.filter(emulator -> !LOOPBACK.matcher(address.getHost()).matches())
                .filter(emulator -> !emulator.getAuthority().equals(address.getAuthority()));
    }

    private Transport function() {
        return stack.orElseThrow()
                .toFunction(
                        credentials(),
                        endpoint,
                        http(URI.create("http://127.0.0.1"), Authorization.NONE),
                        console.host().pause(),
                        console.host().random());
    }

    private AwsCredentialsProvider credentials() {
        AwsCredentialsProvider configured = console.host().aws().credentials();
        return endpoint.isPresent() ? forEmulator(configured) : configured;
    }

    private Authorization authorization(URI address) {
        Optional<String> token = ApiToken.of(console);
        boolean gateway =
                address.getScheme().equals("https") && address.getHost().contains(SIGNED_HOSTS);
        if (sigV4 || (token.isEmpty() && gateway)) {
            return signed(address);
        }
        return token.map(given -> bearing(given, address)).orElse(Authorization.NONE);
    }

    private Authorization bearing(String token, URI address) {
        if (address.getScheme().equals("http")
                && !LOOPBACK.matcher(address.getHost()).matches()) {
            throw new UsageError("The token of " + ApiToken.VARIABLE + " would be sent to " + address.getHost()
                    + " without encryption. Use an https address, or unset the variable.");
        }
        return Authorization.bearer(token, ApiToken.VARIABLE);
    }

    private Authorization signed(URI address) {
        AwsAccess aws = console.host().aws();
        Matcher gateway = API_GATEWAY.matcher(address.getHost());
        String where = gateway.matches()
                ? gateway.group(1)
                : region.or(aws::region)
                        .or(() -> endpoint.map(emulator -> EMULATED_REGION))
                        .orElseThrow(RemoteTarget::noRegion);
        return new SigV4Authorization(credentials(), where, console.clock());
    }

    /**
     * Returns the page about a run: the execution in the Step Functions console if the stack is known, otherwise the
     * run in the run API.
     *
     * @throws ApiUnavailable if the stack cannot be read
     */
    public URI page(String workflow, String run) {
        return stack.filter(found -> endpoint.isEmpty())
                .flatMap(found -> found.execution(workflow, run))
                .map(RemoteTarget::consolePage)
                .or(() -> api.map(address -> URI.create(client().addressOf(run))))
                .orElseThrow(
                        () -> new UsageError(
                                "The deployment has no page about a run: it has neither a Step Functions console nor an HTTP API."));
    }

    public static URI consolePage(String execution) {
        String[] parts = execution.split(":", -1);
        String partition = parts[1];
        String region = parts[3];
        String host = partition.equals("aws-cn")
                ? region + ".console.amazonaws.cn"
                : partition.equals("aws-us-gov")
                        ? region + ".console.amazonaws-us-gov.com"
                        : region + ".console.aws.amazon.com";
        return URI.create("https://" + host + "/states/home?region=" + region + "#/v2/executions/details/" + execution);
    }
}
