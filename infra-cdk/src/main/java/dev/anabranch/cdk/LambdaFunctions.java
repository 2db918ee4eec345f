package dev.anabranch.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * Creates functions that share one package. Each has a role, a log group, a version, and the alias {@value #ALIAS},
 * which callers use: a deployment moves the alias to the new version when the version is ready, and SnapStart works for
 * versions only (https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html).
 */
final class LambdaFunctions {

    static final String ALIAS = "live";

    private final BackendSettings settings;
    private final Code code;

    LambdaFunctions(BackendSettings settings) {
        this.settings = settings;
        this.code = settings.code();
    }

    /**
     * The settings of one function.
     *
     * @param reserved the reserved concurrency, which is also its maximum; 0 for none
     */
    record Spec(
            String handler,
            String description,
            int memoryMb,
            int timeoutSeconds,
            Map<String, String> environment,
            List<PolicyStatement> statements,
            int reserved) {

        Spec {
            environment = Map.copyOf(environment);
            statements = List.copyOf(statements);
        }
    }

    /** Creates a function that is invoked asynchronously; an event that fails three times goes to the queue. */
    Alias makeAsynchronous(Construct scope, Spec spec, Queue undone) {
        List<PolicyStatement> statements = new ArrayList<>(spec.statements());
        statements.add(IamPermissions.allow(List.of("sqs:SendMessage"), List.of(undone.getQueueArn())));
        Alias alias = make(
                scope,
                new Spec(
                        spec.handler(),
                        spec.description(),
                        spec.memoryMb(),
                        spec.timeoutSeconds(),
                        spec.environment(),
                        statements,
                        spec.reserved()));
        alias.configureAsyncInvoke(EventInvokeConfigOptions.builder()
                .retryAttempts(2)
                .onFailure(new SqsDestination(undone))
                .build());
        return alias;
    }

    /** Creates a function of this stack and returns its alias. */
    Alias make(Construct scope, Spec spec) {
        return make(scope, spec, null);
    }

    /**
     * Creates a function and returns its alias.
     *
     * @param options the options of a task, to whose function permissions can be granted; null for other functions,
     *     which have exactly the permissions of {@code spec}
     */
    Alias make(Construct scope, Spec spec, @Nullable TaskOptions options) {
        LogGroup logs = LogGroup.Builder.create(scope, "Logs")
                .retention(settings.logRetention())
                .removalPolicy(settings.stage().removal())
                .build();
        Role role = StackRoles.ofFunction(scope, logs, settings.tracing(), spec.statements());
        Function.Builder function = Function.Builder.create(scope, "Function")
                .runtime(settings.runtime())
                .architecture(settings.architecture())
                .code(code)
                .handler(spec.handler())
                .description(spec.description())
                .memorySize(spec.memoryMb())
                .timeout(Duration.seconds(spec.timeoutSeconds()))
                .environment(new TreeMap<>(spec.environment()))
                .logGroup(logs)
                .role(options == null ? role.withoutPolicyUpdates() : role);
        if (options != null) {
            options.configure(function);
        }
        if (spec.reserved() > 0) {
            function.reservedConcurrentExecutions(spec.reserved());
        }
        if (settings.snapStart() && (options == null || options.allowsSnapStart())) {
            function.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
        }
        Function made = function.build();
        if (settings.tracing()) {
            // Not with `tracing(...)`: the role already has the permissions, and CDK would add another policy.
            ((CfnFunction) made.getNode().getDefaultChild())
                    .setTracingConfig(CfnFunction.TracingConfigProperty.builder()
                            .mode("Active")
                            .build());
        }
        if (options != null) {
            options.complete(made, scope);
        }
        // The version is published below.
        Annotations.of(made).acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish");
        if (!settings.runtime().runtimeEquals(BackendDefaults.RUNTIME)) {
            NagSuppression.on(
                    made,
                    new NagSuppression(
                            "AwsSolutions-L1", "The builder of this stack sets another runtime with `runtime(...)`."));
        }
        return Alias.Builder.create(scope, "Alias")
                .aliasName(ALIAS)
                .version(made.getCurrentVersion())
                .build();
    }
}
