package dev.anabranch.cdk;

import dev.anabranch.translate.internal.manifest.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sns.ITopic;

/** The options of a deployment, defaults included. */
record BackendSettings(
        Manifest manifest,
        Optional<Path> lambdaPackage,
        BackendStage stage,
        String name,
        Runtime runtime,
        Architecture architecture,
        boolean snapStart,
        boolean tracing,
        RetentionDays logRetention,
        boolean runApi,
        boolean httpApi,
        Optional<Jwt> jwt,
        List<RunSchedule> schedules,
        boolean dashboard,
        boolean alarms,
        Optional<ITopic> alarmTopic,
        Optional<IEventBus> notices,
        int reservedConcurrency,
        Tasks tasks) {

    /** The issuer and the audiences of the tokens that the run API accepts. */
    record Jwt(String issuer, List<String> audiences) {
        Jwt {
            // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
            if (!Token.isUnresolved(issuer) && !issuer.startsWith("https://")) {
                throw new IllegalArgumentException("The issuer of tokens is `" + issuer
                        + "`, but API Gateway reads its keys from an address that begins with `https://`.");
            }
            audiences = List.copyOf(audiences);
        }
    }

    /**
     * The options of tasks.
     *
     * @param all the options of all tasks
     * @param byName the additional options of single tasks, by the name of the class
     */
    record Tasks(TaskOptions all, Map<String, TaskOptions> byName) {
        Tasks {
            byName = Map.copyOf(byName);
        }

        /** Returns the options of one task. */
        TaskOptions of(String task) {
            return all.and(byName.getOrDefault(task, TaskOptions.create()));
        }

        /** Returns the tasks with additional options, in alphabetical order. */
        List<String> named() {
            return byName.keySet().stream().sorted().toList();
        }
    }

    BackendSettings {
        schedules = List.copyOf(schedules);
    }

    /** Returns the code of every function. CDK uploads it once. */
    Code code() {
        return Code.fromAsset(lambdaPackage.orElseThrow().toString());
    }
}
