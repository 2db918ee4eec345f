package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.translate.internal.emit.Translation;
import dev.anabranch.translate.internal.plan.Plan;
import java.lang.reflect.Type;

/**
 * A workflow that the embedded cloud can run.
 *
 * @param name of the workflow
 * @param plan how it was planned
 * @param translation the state machine
 * @param stateMachineArn where it is
 * @param inputType the Java type of a run's input
 */
public record Deployment(String name, Plan plan, Translation translation, String stateMachineArn, Type inputType) {}
