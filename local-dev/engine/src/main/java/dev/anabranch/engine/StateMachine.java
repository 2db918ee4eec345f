package dev.anabranch.engine;

import dev.anabranch.engine.internal.definition.StateMachineDefinition;
import java.time.Instant;

/** A revision of a state machine. Immutable. */
public final class StateMachine {

    private final String arn;
    private final String name;
    private final StateMachineType type;
    private final String definition;
    private final StateMachineDefinition parsed;
    private final String roleArn;
    private final Instant creationDate;
    private final int revision;

    StateMachine(
            String arn,
            String name,
            StateMachineType type,
            String definition,
            StateMachineDefinition parsed,
            String roleArn,
            Instant creationDate,
            int revision) {
        this.arn = arn;
        this.name = name;
        this.type = type;
        this.definition = definition;
        this.parsed = parsed;
        this.roleArn = roleArn;
        this.creationDate = creationDate;
        this.revision = revision;
    }

    /** Returns the ARN, without a version or alias. */
    public String arn() {
        return arn;
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the type. */
    public StateMachineType type() {
        return type;
    }

    /** Returns the Amazon States Language text exactly as it was sent. */
    public String definition() {
        return definition;
    }

    StateMachineDefinition parsed() {
        return parsed;
    }

    /** Returns the ARN of the execution role. */
    public String roleArn() {
        return roleArn;
    }

    /** Returns the creation time of the first revision. */
    public Instant creationDate() {
        return creationDate;
    }

    /** Returns the number of this revision: 1 after the creation, incremented by each update. */
    public int revision() {
        return revision;
    }

    @Override
    public String toString() {
        return "StateMachine[" + arn + ", revision " + revision + "]";
    }
}
