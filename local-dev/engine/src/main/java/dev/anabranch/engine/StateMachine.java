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

    /** Its ARN, without a version or alias. */
    public String arn() {
        return arn;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Standard or Express. */
    public StateMachineType type() {
        return type;
    }

    /** The Amazon States Language text, as it was sent. */
    public String definition() {
        return definition;
    }

    StateMachineDefinition parsed() {
        return parsed;
    }

    /** The ARN of its role. */
    public String roleArn() {
        return roleArn;
    }

    /** When its first revision was created. */
    public Instant creationDate() {
        return creationDate;
    }

    /** The number of this revision: 1 at creation, one more after each update. */
    public int revision() {
        return revision;
    }

    @Override
    public String toString() {
        return "StateMachine[" + arn + ", revision " + revision + "]";
    }
}
