package dev.anabranch.engine.internal.value;

/** Parses the ARNs of executions, Map Runs and state machines. */
public final class ArnParts {

    private ArnParts() {}

    public static String region(String arn) {
        int partition = arn.indexOf(':') + 1;
        int service = arn.indexOf(':', partition) + 1;
        int begin = arn.indexOf(':', service) + 1;
        if (partition == 0 || service == 0 || begin == 0) {
            return "";
        }
        int end = arn.indexOf(':', begin);
        return end < 0 ? arn.substring(begin) : arn.substring(begin, end);
    }

    /** Returns the ARN of another resource in the same partition, region and account. */
    public static String sibling(String arn, String resource) {
        String[] parts = arn.split(":", 6);
        return String.join(":", parts[0], parts[1], parts[2], parts[3], parts[4], resource);
    }
}
