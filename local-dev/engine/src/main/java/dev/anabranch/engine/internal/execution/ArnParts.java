package dev.anabranch.engine.internal.execution;

/** ARNs of executions, Map Runs and state machines, taken apart. */
final class ArnParts {

    private ArnParts() {}

    static String region(String arn) {
        String[] parts = arn.split(":", 5);
        return parts.length > 3 ? parts[3] : "";
    }

    /** The same partition, region and account, another resource. */
    static String sibling(String arn, String resource) {
        String[] parts = arn.split(":", 6);
        return String.join(":", parts[0], parts[1], parts[2], parts[3], parts[4], resource);
    }
}
