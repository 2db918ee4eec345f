package dev.anabranch.cdk;

import com.github.dockerjava.api.DockerClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * An emulator of AWS in a container, such as LocalStack or Floci: all services on one port, any credentials, and
 * functions in other containers.
 */
final class EmulatorContainer extends GenericContainer<EmulatorContainer> {

    /** The property that selects the emulator: {@code localstack}, {@code floci} or the name of an image. */
    static final String PROPERTY = "anabranch.emulator";

    static final String ACCOUNT = "000000000000";
    static final Region REGION = Region.US_EAST_1;

    /** The last release of LocalStack that needs no token. */
    private static final Map<String, String> IMAGES =
            Map.of("localstack", "localstack/localstack:4.14.0", "floci", "floci/floci:latest");

    private static final int PORT = 4566;
    private static final int LOG_LINES = 40;
    private static final String SOCKET = "/var/run/docker.sock";
    private static final String LABEL = "dev.anabranch.emulator";
    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";

    EmulatorContainer(String image) {
        super(DockerImageName.parse(image));
        withExposedPorts(PORT);
        withFileSystemBind(DockerClientFactory.instance().getRemoteDockerUnixSocketPath(), SOCKET, BindMode.READ_WRITE);
        waitingFor(Wait.forHttp("/_localstack/health").forPort(PORT).forStatusCode(200));
        withStartupTimeout(Duration.ofMinutes(2));
        // Functions are deployed for arm64, and have no native code.
        withEnv("LAMBDA_IGNORE_ARCHITECTURE", "1");
        withEnv("LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT", "120");
        // The containers of functions have this label, by which they are found and removed.
        withEnv("LAMBDA_DOCKER_FLAGS", "-l " + LABEL + "=" + DockerClientFactory.SESSION_ID);
        withEnv("FLOCI_DOCKER_EXTRA_LABELS_0__KEY", LABEL);
        withEnv("FLOCI_DOCKER_EXTRA_LABELS_0__VALUE", DockerClientFactory.SESSION_ID);
        withEnv("FLOCI_RUN_AS_ROOT", "true");
        Optional.ofNullable(System.getenv(TOKEN)).ifPresent(token -> withEnv(TOKEN, token));
    }

    /** Returns the selected image; empty if none is selected. */
    static Optional<String> image() {
        return Optional.ofNullable(System.getProperty(PROPERTY, System.getenv("ANABRANCH_EMULATOR")))
                .filter(name -> !name.isBlank())
                .map(name -> IMAGES.getOrDefault(name, name));
    }

    /** Returns the address from outside the container. */
    URI endpoint() {
        return URI.create("http://" + getHost() + ":" + getMappedPort(PORT));
    }

    /** Returns the address from inside the container. */
    URI inside() {
        return URI.create("http://localhost:" + PORT);
    }

    /** Returns a client of one of its services. */
    <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint())
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    /** Returns the end of its log. */
    String endOfLog() {
        List<String> lines = getLogs().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /** Stops the emulator, and removes the containers of its functions, which would continue to run. */
    @Override
    public void stop() {
        super.stop();
        DockerClient docker = getDockerClient();
        docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(LABEL, DockerClientFactory.SESSION_ID))
                .exec()
                .forEach(function -> docker.removeContainerCmd(function.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
    }
}
