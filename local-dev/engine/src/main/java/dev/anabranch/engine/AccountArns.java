package dev.anabranch.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds the ARNs of state machines and executions of one account and region. */
final class AccountArns {

    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):role/.+");

    private final String region;
    private final String account;

    AccountArns(String region, String account) {
        this.region = region;
        this.account = account;
    }

    /**
     * Returns the builder for the account of a role. Returns this builder if {@code roleArn} is not an IAM role ARN.
     */
    AccountArns ofAccountOf(String roleArn) {
        Matcher role = ROLE.matcher(roleArn);
        return role.matches() ? new AccountArns(region, role.group(1)) : this;
    }

    String stateMachine(String name) {
        return "arn:aws:states:" + region + ":" + account + ":stateMachine:" + name;
    }

    static String execution(String stateMachineArn, String name) {
        return stateMachineArn.replace(":stateMachine:", ":execution:") + ":" + name;
    }

    static String expressExecution(String stateMachineArn, String name, String unique) {
        return stateMachineArn.replace(":stateMachine:", ":express:") + ":" + name + ":" + unique;
    }

    /** Removes a version or alias from the ARN of a state machine. */
    static String withoutQualifier(String stateMachineArn) {
        String[] parts = stateMachineArn.split(":", -1);
        return parts.length == 8 ? stateMachineArn.substring(0, stateMachineArn.lastIndexOf(':')) : stateMachineArn;
    }
}
