package dev.anabranch.cdk;

import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Runtime;

/** What holds where nothing else is said. */
final class BackendDefaults {

    /** The newest that Lambda has; classes are for Java 17. */
    static final Runtime RUNTIME = Runtime.JAVA_25;

    /** A fifth cheaper than x86 for the same memory (https://aws.amazon.com/lambda/pricing/), and we have no native code. */
    static final Architecture ARCHITECTURE = Architecture.ARM_64;

    /**
     * A wide fan-out starts a thousand environments within seconds, and each start is billed and waited for. A snapshot costs nothing
     * for Java (https://aws.amazon.com/lambda/pricing/) and holds what a start loads; the price is a deployment that takes minutes longer.
     */
    static final boolean SNAP_START = true;

    /**
     * For the run API in PROD: so many requests in parallel, among them those that wait for a run. A fan-out that takes all other
     * functions of the account cannot keep a cancel out.
     */
    static final int RESERVED_CONCURRENCY = 50;

    private BackendDefaults() {}
}
