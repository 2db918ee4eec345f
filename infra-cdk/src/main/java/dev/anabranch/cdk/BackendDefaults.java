package dev.anabranch.cdk;

import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Runtime;

/** Defaults of the options of a backend. */
final class BackendDefaults {

    /** The newest Java runtime of Lambda; the classes need Java 17. */
    static final Runtime RUNTIME = Runtime.JAVA_25;

    /**
     * A fifth cheaper than x86 for the same memory (https://aws.amazon.com/lambda/pricing/); the package contains no
     * native code.
     */
    static final Architecture ARCHITECTURE = Architecture.ARM_64;

    /**
     * A wide fan-out starts a thousand environments within seconds, and each cold start is billed and delays the run. A
     * snapshot is free for Java (https://aws.amazon.com/lambda/pricing/) and contains the loaded classes; but a
     * deployment takes minutes longer.
     */
    static final boolean SNAP_START = true;

    /**
     * Concurrent functions reserved for the run API in PROD, including requests that wait for a run. A fan-out that
     * uses all other functions of the account cannot block a cancel.
     */
    static final int RESERVED_CONCURRENCY = 50;

    private BackendDefaults() {}
}
