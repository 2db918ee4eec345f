package dev.anabranch.engine;

import dev.anabranch.engine.internal.definition.StateMachineDefinition;
import java.time.Instant;

/**
 * A state machine as it is now.
 *
 * @param definition the text as it was given
 * @param parsed what it says
 * @param revision counted from 1, one up at every update
 */
public record StateMachine(
        String arn,
        String name,
        StateMachineType type,
        String definition,
        StateMachineDefinition parsed,
        String roleArn,
        Instant creationDate,
        int revision) {}
