package dev.anabranch.cdk;

import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Tags;

/**
 * A CDK app with one stack, which contains every workflow on the class path. CDK's context configures it: {@code stage}
 * (dev or prod), {@code name} (of the stack) and {@code target} (aws or localstack).
 */
public final class AnabranchApp {

    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html. */
    private static final Pattern STACK_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}");

    private AnabranchApp() {}

    /**
     * Synthesizes the stack. The only argument is the path of the Lambda package. If a context or a workflow is invalid,
     * the process prints why, without a stack trace, and exits with 1.
     */
    public static void main(String[] args) {
        try {
            synthesize(args);
        } catch (IllegalArgumentException | InvalidDefinition e) {
            System.err.println("anabranch: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void synthesize(String[] args) {
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
        Stack stack = new Stack(app, name(app, stage));
        Tags.of(stack).add("anabranch:stage", lower(stage));
        return AnabranchBackend.Builder.create(stack, "Backend")
                .manifest(manifest(stack, target))
                .lambdaPackage(lambdaPackage)
                .stage(stage)
                .build();
    }

    private static String name(App app, BackendStage stage) {
        Object context = app.getNode().tryGetContext("name");
        String name = context == null ? "Anabranch-" + lower(stage) : context.toString();
        if (!STACK_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The context `name` is `" + name
                            + "`, but the name of a stack must have letters, digits and hyphens, at most 128, and begin with a letter.");
        }
        return name;
    }

    private static Manifest manifest(Stack stack, Target target) {
        List<Workflow<?, ?>> workflows = ServiceLoader.load(Workflow.class).stream()
                .<Workflow<?, ?>>map(ServiceLoader.Provider::get)
                .toList();
        return WorkflowDefinitions.manifest(
                stack, workflows, workflow -> Definition.of(workflow, target, new DefinitionThread()));
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
