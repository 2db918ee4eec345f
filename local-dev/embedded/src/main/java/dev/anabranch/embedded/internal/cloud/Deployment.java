package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.translate.internal.emit.Translation;
import dev.anabranch.translate.internal.plan.Plan;
import java.lang.reflect.Type;

/**
 * A workflow that is deployed to the embedded cloud.
 *
 * @param name the name of the workflow
 * @param plan its plan
 * @param translation its state machine
 * @param stateMachineArn the ARN of its state machine
 * @param inputType the Java type of a run's input
 */
public record Deployment(String name, Plan plan, Translation translation, String stateMachineArn, Type inputType) {}
