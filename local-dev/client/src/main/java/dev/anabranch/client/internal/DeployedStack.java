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
 * A CloudFormation stack with a run API.
 *
 * @param name its name
 * @param region its region
 * @param outputs its outputs by name
 */
public record DeployedStack(String name, String region, Map<String, String> outputs) {

    private static final String API_URL = "ApiUrl";
    private static final String MACHINE_PREFIX = "StateMachinePrefix";
    private static final String API_FUNCTION = "ApiFunctionArn";
    private static final int DENIED = 403;

    /** The longest wait of the API, and a cold start of the function. */
    private static final Duration TO_ANSWER = RunClient.LONGEST_WAIT.plusSeconds(40);

    /**
     * Reads the stack from CloudFormation.
     *
     * @param endpoint the address of an emulator, or empty for AWS
     * @throws NoSuchStack if the stack does not exist
     * @throws ApiUnavailable if CloudFormation cannot be reached, fails or denies access
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
        String what = refusal.statusCode() == DENIED ? "denies access to" : "cannot describe";
        return new ApiUnavailable(
                "CloudFormation in " + place + " " + what + " the stack `" + name + "`: " + said, refusal);
    }

    /** Returns whether the service could not be reached; false if credentials are missing. */
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

    /** Returns the address of the run API; empty if the stack, or its emulator, has no HTTP API. */
    public Optional<URI> api() {
        return Optional.ofNullable(outputs.get(API_URL))
                .filter(url -> url.startsWith("http"))
                .map(URI::create);
    }

    /**
     * Returns a transport to the function behind the run API, which requires no HTTP API.
     *
     * @param endpoint the address of an emulator's Lambda, or empty for AWS
     * @param links opens links in answers
     * @throws NoSuchStack if the stack has no such function
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
                        + "`. Deploy an Anabranch stack under this name, or name the address of a run"
                        + " API with `--url`."));
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

    /** Returns the ARN of a run's execution, if the stack has the output with the prefix. */
    public Optional<String> execution(String workflow, String run) {
        return Optional.ofNullable(outputs.get(MACHINE_PREFIX))
                .map(prefix -> prefix.replaceFirst(":stateMachine:", ":execution:") + workflow + ":" + run);
    }

    /** The stack does not exist, or has no run API. */
    public static final class NoSuchStack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchStack(String name, String place) {
            this("There is no stack `" + name + "` in " + place
                    + ". `aws cloudformation list-stacks` lists the stacks; --region selects another region.");
        }

        NoSuchStack(String message) {
            super(message);
        }
    }
}
