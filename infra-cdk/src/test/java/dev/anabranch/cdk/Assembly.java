package dev.anabranch.cdk;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.translate.sample.Workflows;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.sns.Topic;

/**
 * The output of CDK for several stacks, with the findings of cdk-nag. It is created once for all tests, because node
 * takes seconds to start. Without node, the tests are skipped.
 */
final class Assembly {

    /** The app of this repository: all examples, deployed for development. */
    static final String EXAMPLES = "Examples";

    /** A small stack with default options. */
    static final String DEV = "Dev";

    /** A small stack for production, with all options on. */
    static final String PROD = "Prod";

    /** A small stack with all optional parts off. */
    static final String BARE = "Bare";

    static final Path PACKAGE = Path.of(System.getProperty("anabranch.lambda.package", "no package was named"));

    private static final Path FOLDER = Path.of("target", "assembly");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Manifest SMALL =
            Manifest.of(Definition.of(new Workflows.OneCall()), Definition.of(new Workflows.NestedMaps()));

    private static @Nullable Assembly made;
    private static @Nullable Boolean node;

    private Assembly() {}

    static synchronized Assembly get() throws IOException, InterruptedException {
        requireNode();
        if (made == null) {
            synthesize();
            made = new Assembly();
        }
        return made;
    }

    /** Skips the test if node is missing; the first call prints a line. */
    static synchronized void requireNode() throws InterruptedException {
        if (node == null) {
            node = isNodeInstalled();
            if (!node) {
                System.out.println("Tests of infra-cdk are skipped: CDK needs node, which is not on the PATH.");
            }
        }
        assumeThat(node).as("node is on the PATH").isTrue();
    }

    private static boolean isNodeInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static Manifest small() {
        return SMALL;
    }

    private static void synthesize() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> old = Files.list(FOLDER)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        // CDK's feature flags are those of the deployed app.
        Map<String, Object> context = new TreeMap<>(
                JSON.convertValue(configuration().path("context"), new TypeReference<Map<String, Object>>() {}));
        context.put("name", EXAMPLES);
        App app = App.Builder.create()
                .outdir(FOLDER.toString())
                .analyticsReporting(false)
                .context(context)
                .build();
        AnabranchApp.stack(app, PACKAGE);
        backend(new Stack(app, DEV)).build();
        Stack prod = new Stack(app, PROD);
        backend(prod)
                .stage(BackendStage.PROD)
                .name("orders")
                .jwt("https://login.example.org/", "anabranch")
                .schedule(new RunSchedule(
                        "nightly", "one-call", "cron(0 3 * * ? *)", "Europe/Helsinki", "\"good night\""))
                .notices(EventBus.fromEventBusArn(
                        prod, "Waits", "arn:aws:events:eu-west-1:123456789012:event-bus/waits"))
                .alarmTopic(Topic.fromTopicArn(prod, "Alarms", "arn:aws:sns:eu-west-1:123456789012:alarms"))
                .build();
        backend(new Stack(app, BARE))
                .runApi(false)
                .snapStart(false)
                .tracing(false)
                .dashboard(false)
                .architecture(Architecture.X86_64)
                .runtime(Runtime.JAVA_21)
                .build();
        Aspects.of(app).add(new AwsSolutionsChecks());
        app.synth();
    }

    /** Returns the context of cdk.json. */
    static JsonNode configuration() throws IOException {
        return JSON.readTree(Files.readString(Path.of("cdk.json")));
    }

    static AnabranchBackend.Builder backend(Stack stack) {
        return AnabranchBackend.Builder.create(stack, "Backend").manifest(SMALL).lambdaPackage(PACKAGE);
    }

    Path folder() {
        return FOLDER;
    }

    JsonNode template(String stack) throws IOException {
        return JSON.readTree(Files.readString(FOLDER.resolve(stack + ".template.json")));
    }

    /** Returns a resource of a template by its logical id. */
    record Resource(String id, JsonNode json) {
        JsonNode properties() {
            return json.path("Properties");
        }
    }

    List<Resource> resources(String stack, String type) throws IOException {
        List<Resource> found = new ArrayList<>();
        template(stack).path("Resources").properties().forEach(entry -> {
            if (entry.getValue().path("Type").asText().equals(type)) {
                found.add(new Resource(entry.getKey(), entry.getValue()));
            }
        });
        return found;
    }

    /** Returns the only resource of a type. */
    Resource resource(String stack, String type) throws IOException {
        List<Resource> found = resources(stack, type);
        if (found.size() != 1) {
            throw new AssertionError(stack + " has " + found.size() + " resources of " + type + ", not one.");
        }
        return found.get(0);
    }

    /** Returns a value in which each reference that CloudFormation resolves is <code>${name}</code>. */
    static String text(JsonNode value) {
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.has("Ref")) {
            return "${" + value.path("Ref").asText() + "}";
        }
        if (value.has("Fn::GetAtt")) {
            return "${" + value.path("Fn::GetAtt").path(0).asText() + "."
                    + value.path("Fn::GetAtt").path(1).asText() + "}";
        }
        if (value.has("Fn::Sub")) {
            return value.path("Fn::Sub").asText();
        }
        if (value.has("Fn::Join")) {
            StringBuilder joined = new StringBuilder();
            value.path("Fn::Join").path(1).forEach(part -> joined.append(text(part)));
            return joined.toString();
        }
        throw new AssertionError("Unknown function of CloudFormation in " + value);
    }
}
