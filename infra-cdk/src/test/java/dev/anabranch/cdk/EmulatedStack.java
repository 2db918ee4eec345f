package dev.anabranch.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Deploys a synthesized stack unchanged, as CDK's command line does in an account: uploads the assets to the bucket of
 * a bootstrapped account, and creates a stack from the template, which is one of the assets.
 */
final class EmulatedStack {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The resources of `cdk bootstrap` that every template requires. */
    private static final String BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version";

    private static final Duration DEPLOYMENT = Duration.ofMinutes(10);

    private final EmulatorContainer emulator;
    private final CloudFormationClient stacks;
    private final Path assembly;
    private final String name;

    private EmulatedStack(EmulatorContainer emulator, Path assembly, String name) {
        this.emulator = emulator;
        this.stacks = emulator.client(CloudFormationClient.builder());
        this.assembly = assembly;
        this.name = name;
    }

    /** Deploys the stack and waits until it exists. */
    static EmulatedStack deploy(EmulatorContainer emulator, Path assembly, String name) throws IOException {
        EmulatedStack stack = new EmulatedStack(emulator, assembly, name);
        stack.create(stack.publish());
        return stack;
    }

    /** Uploads the assets and returns the address of the template. */
    private String publish() throws IOException {
        emulator.client(SsmClient.builder())
                .putParameter(
                        parameter -> parameter.name(BOOTSTRAP).type("String").value("30"));
        S3Client s3 = emulator.client(S3Client.builder().forcePathStyle(true));
        String template = "";
        String bucket = "";
        for (JsonNode file : JSON.readTree(Files.readString(assembly.resolve(name + ".assets.json")))
                .path("files")) {
            Path source = assembly.resolve(file.path("source").path("path").asText());
            for (JsonNode destination : file.path("destinations")) {
                String target = here(destination.path("bucketName").asText());
                if (!target.equals(bucket)) {
                    s3.createBucket(request -> request.bucket(target));
                    bucket = target;
                }
                String key = destination.path("objectKey").asText();
                s3.putObject(request -> request.bucket(target).key(key), source);
                if (source.endsWith(name + ".template.json")) {
                    template = target + "/" + key;
                }
            }
        }
        return emulator.inside() + "/" + template;
    }

    private static String here(String bucket) {
        return bucket.replace("${AWS::AccountId}", EmulatorContainer.ACCOUNT)
                .replace("${AWS::Region}", EmulatorContainer.REGION.id());
    }

    private void create(String template) {
        stacks.createStack(
                request -> request.stackName(name).templateURL(template).capabilities(Capability.CAPABILITY_NAMED_IAM));
        try {
            stacks.waiter()
                    .waitUntilStackCreateComplete(request -> request.stackName(name), waiting -> waiting.maxAttempts(
                                    (int) DEPLOYMENT.toSeconds())
                            .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofSeconds(1)))
                            .waitTimeout(DEPLOYMENT));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "The stack was not made:\n" + failures() + "\nThe emulator's log ends with:\n"
                            + emulator.endOfLog(),
                    e);
        }
    }

    private String failures() {
        return stacks.describeStackEventsPaginator(request -> request.stackName(name)).stackEvents().stream()
                .filter(event ->
                        event.resourceStatusAsString().endsWith("FAILED") && event.resourceStatusReason() != null)
                .map(event ->
                        event.logicalResourceId() + " (" + event.resourceType() + "): " + event.resourceStatusReason())
                .collect(Collectors.joining("\n"));
    }

    Map<String, String> outputs() {
        return stacks.describeStacks(request -> request.stackName(name)).stacks().get(0).outputs().stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }

    /** Returns the types of resources that the emulator does not support and has omitted, if it reports them. */
    List<String> leftOut() {
        return stacks.describeStackResources(request -> request.stackName(name)).stackResources().stream()
                .filter(resource ->
                        String.valueOf(resource.resourceStatusReason()).contains("not supported"))
                .map(resource -> resource.resourceType())
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the name of the function with this handler. */
    String function(Class<?> handler) throws IOException {
        JsonNode template = JSON.readTree(Files.readString(assembly.resolve(name + ".template.json")));
        String id = template.path("Resources").properties().stream()
                .filter(resource -> resource.getValue()
                        .path("Properties")
                        .path("Handler")
                        .asText()
                        .equals(handler.getName()))
                .findFirst()
                .orElseThrow()
                .getKey();
        return stacks.describeStackResource(request -> request.stackName(name).logicalResourceId(id))
                .stackResourceDetail()
                .physicalResourceId();
    }
}
