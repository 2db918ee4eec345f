/**
 * What a deployment is made of, as CDK constructs: built from the deployment manifest and a Lambda package, and from nothing else.
 */
@NullMarked
package dev.anabranch.cdk;

import org.jspecify.annotations.NullMarked;
