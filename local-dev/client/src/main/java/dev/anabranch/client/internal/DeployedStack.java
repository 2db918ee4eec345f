package dev.anabranch.client.internal;

import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.client.internal.transport.NoCredentials;
import dev.anabranch.client.internal.transport.RequestRetries;
import dev.anabranch.client.internal.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClientBuilder;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;

/**
 * What a CloudFormation stack with a backend says of itself.
 *
 * @param name its name
 * @param region where it is
 * @param outputs by name
 */
public record DeployedStack(String name, String region, Map<String, String> outputs) {

    private static final String API_URL = "ApiUrl";
    private static final String MACHINE_PREFIX = "StateMachinePrefix";
    private static final String API_FUNCTION = "ApiFunctionArn";
    private static final int DENIED = 403;

    /** A wait, and a start of the function. */
    private static final Duration TO_ANSWER = RunClient.LONGEST_WAIT.plusSeconds(40);

    /**
     * Asks CloudFormation.
     *
     * @param endpoint where it is, if not on AWS
     * @throws NoSuchStack when there is none
     * @throws ApiUnavailable when CloudFormation does not answer or refuses
     */
    public static DeployedStack find(
            String name, String region, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        CloudFormationClientBuilder builder = CloudFormationClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create());
        endpoint.ifPresent(builder::endpointOverride);
        String place = endpoint.map(URI::toString).orElse(region);
        try (CloudFormationClient client = builder.build()) {
            Stack stack = client.describeStacks(request -> request.stackName(name)).stacks().stream()
                    .findFirst()
                    .orElseThrow(() -> new NoSuchStack(name, place));
            return new DeployedStack(
                    name,
                    region,
                    stack.outputs().stream()
                            .collect(Collectors.toMap(Output::outputKey, Output::outputValue, (one, same) -> one)));
        } catch (AwsServiceException refusal) {
            throw refused(refusal, name, place);
        } catch (SdkClientException failure) {
            throw failure(failure, "CloudFormation in " + place);
        }
    }

    private static RuntimeException refused(AwsServiceException refusal, String name, String place) {
        String said = refusal.awsErrorDetails() == null
                ? String.valueOf(refusal.getMessage())
                : refusal.awsErrorDetails().errorMessage();
        if (said != null && said.contains("does not exist")) {
            return new NoSuchStack(name, place);
        }
        String code = refusal.awsErrorDetails() == null
                ? ""
                : String.valueOf(refusal.awsErrorDetails().errorCode());
        if (code.contains("Expired")) {
            return NoCredentials.because(refusal);
        }
        String what = refusal.statusCode() == DENIED ? "does not let us look at" : "cannot say anything about";
        return new ApiUnavailable(
                "CloudFormation in " + place + " " + what + " the stack `" + name + "`: " + said, refusal);
    }

    /** True where no answer came, and not where there are no credentials. */
    static boolean isOnTheWay(SdkClientException failure) {
        return root(failure) instanceof IOException;
    }

    static ApiUnavailable failure(SdkClientException failure, String service) {
        return isOnTheWay(failure)
                ? new ApiUnavailable(service + " cannot be reached: " + reason(root(failure)), failure)
                : NoCredentials.because(failure);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String reason(Throwable root) {
        return root instanceof UnknownHostException
                ? "there is no host " + root.getMessage()
                : String.valueOf(root.getMessage());
    }

    /** Where the run API is; empty where the stack, or the emulator that it is in, has no HTTP API. */
    public Optional<URI> api() {
        return Optional.ofNullable(outputs.get(API_URL))
                .filter(url -> url.startsWith("http"))
                .map(URI::create);
    }

    /**
     * The function behind the run API, which needs no HTTP API before it.
     *
     * @param endpoint where Lambda is, if not on AWS
     * @param links opens what answers link to
     * @throws NoSuchStack when it has none
     */
    public Transport toFunction(
            AwsCredentialsProvider credentials,
            Optional<URI> endpoint,
            Transport links,
            Consumer<Duration> pause,
            RandomGenerator random) {
        String arn = Optional.ofNullable(outputs.get(API_FUNCTION))
                .filter(text -> text.startsWith("arn:"))
                .orElseThrow(() -> new NoSuchStack("The stack `" + name + "` has neither of the outputs `" + API_URL
                        + "` and `" + API_FUNCTION
                        + "`: it is not one of Anabranch, or is not deployed yet. Where there is a"
                        + " run API, give its address with --url."));
        LambdaClientBuilder builder = LambdaClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .overrideConfiguration(attempts -> attempts.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .httpClient(UrlConnectionHttpClient.builder()
                        .socketTimeout(TO_ANSWER)
                        .build());
        endpoint.ifPresent(builder::endpointOverride);
        return new LambdaTransport(builder.build(), arn, new RequestRetries(pause, random), links);
    }

    /** The ARN of a run's execution, where the stack says what those begin with. */
    public Optional<String> execution(String workflow, String run) {
        return Optional.ofNullable(outputs.get(MACHINE_PREFIX))
                .map(prefix -> prefix.replaceFirst(":stateMachine:", ":execution:") + workflow + ":" + run);
    }

    /** There is no such stack, or it is not one of ours. */
    public static final class NoSuchStack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchStack(String name, String place) {
            this("There is no stack `" + name + "` in " + place
                    + ". `aws cloudformation list-stacks` says which there are; --region names another region.");
        }

        NoSuchStack(String message) {
            super(message);
        }
    }
}
