package dev.anabranch.engine.internal.value;

/** Parses the ARNs of executions, Map Runs and state machines. */
public final class ArnParts {

    private ArnParts() {}

    public static String region(String arn) {
        String[] parts = arn.split(":", 5);
        return parts.length > 3 ? parts[3] : "";
    }

    /** Returns the ARN of another resource in the same partition, region and account. */
    public static String sibling(String arn, String resource) {
        String[] parts = arn.split(":", 6);
        return String.join(":", parts[0], parts[1], parts[2], parts[3], parts[4], resource);
    }
}
