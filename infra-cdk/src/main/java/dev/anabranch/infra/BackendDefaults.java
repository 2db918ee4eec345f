package dev.anabranch.infra;

import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Runtime;

/** What holds where nothing else is said. */
final class BackendDefaults {

    /** The newest that Lambda has; classes are for Java 17. */
    static final Runtime RUNTIME = Runtime.JAVA_25;

    /** A fifth cheaper than x86 for the same memory (https://aws.amazon.com/lambda/pricing/), and we have no native code. */
    static final Architecture ARCHITECTURE = Architecture.ARM_64;

    static final boolean SNAP_START = true;

    private BackendDefaults() {}
}
