package dev.anabranch.infra;

import dev.anabranch.manifest.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sns.ITopic;

/** All that a deployment can be told, with its defaults filled in. */
record Settings(
        Manifest manifest,
        Path lambdaPackage,
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
        Optional<ITopic> alarmTopic) {

    /** Who may call the run API beside those with IAM's permission. */
    record Jwt(String issuer, List<String> audiences) {
        Jwt {
            audiences = List.copyOf(audiences);
        }
    }

    Settings {
        schedules = List.copyOf(schedules);
    }

    /** The code of every function. CDK uploads it once. */
    Code code() {
        return Code.fromAsset(lambdaPackage.toString());
    }
}
