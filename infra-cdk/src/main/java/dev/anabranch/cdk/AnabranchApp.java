package dev.anabranch.cdk;

import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Tags;

/**
 * A CDK app with one stack, which contains every workflow on the class path. CDK's context configures it: {@code stage}
 * (dev or prod), {@code name} (of the stack) and {@code target} (aws or localstack).
 */
public final class AnabranchApp {

    private AnabranchApp() {}

    /** Synthesizes the stack. The only argument is the path of the Lambda package. */
    public static void main(String[] args) {
        if (args.length != 1) {
            throw new IllegalArgumentException(
                    "The app takes one argument, the Lambda package, but got " + args.length + ".");
        }
        App app = new App();
        stack(app, Path.of(args[0]));
        app.synth();
    }

    /** Adds the stack to an app. */
    static AnabranchBackend stack(App app, Path lambdaPackage) {
        BackendStage stage = context(app, "stage", BackendStage.class, BackendStage.DEV);
        Target target = context(app, "target", Target.class, Target.AWS);
        Object name = app.getNode().tryGetContext("name");
        Stack stack = new Stack(app, name == null ? "Anabranch-" + lower(stage) : name.toString());
        Tags.of(stack).add("anabranch:stage", lower(stage));
        return AnabranchBackend.Builder.create(stack, "Backend")
                .manifest(manifest(target))
                .lambdaPackage(lambdaPackage)
                .stage(stage)
                .build();
    }

    private static Manifest manifest(Target target) {
        Definition[] definitions = ServiceLoader.load(Workflow.class).stream()
                .<Workflow<?, ?>>map(ServiceLoader.Provider::get)
                .map(workflow -> Definition.of(workflow, target, new DefinitionThread()))
                .toArray(Definition[]::new);
        return Manifest.of(definitions);
    }

    private static <E extends Enum<E>> E context(App app, String key, Class<E> type, E otherwise) {
        Object value = app.getNode().tryGetContext(key);
        if (value == null) {
            return otherwise;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> lower(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The context `" + key + "` is `" + value
                        + "`, but can be "
                        + Arrays.stream(type.getEnumConstants())
                                .map(AnabranchApp::lower)
                                .collect(Collectors.joining(" or "))
                        + "."));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
