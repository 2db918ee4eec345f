package dev.anabranch.engine;

/** The ARNs of one account in one region. */
final class Arns {

    private final String region;
    private final String account;

    Arns(String region, String account) {
        this.region = region;
        this.account = account;
    }

    private String arn(String resource) {
        return "arn:aws:states:" + region + ":" + account + ":" + resource;
    }

    String stateMachine(String name) {
        return arn("stateMachine:" + name);
    }

    String execution(String machine, String name) {
        return arn("execution:" + machine + ":" + name);
    }

    String expressExecution(String machine, String name, String unique) {
        return arn("express:" + machine + ":" + name + ":" + unique);
    }

    /** The ARN of the state machine itself, where a version or an alias is named. */
    static String withoutQualifier(String stateMachineArn) {
        String[] parts = stateMachineArn.split(":", -1);
        return parts.length == 8 ? stateMachineArn.substring(0, stateMachineArn.lastIndexOf(':')) : stateMachineArn;
    }
}
