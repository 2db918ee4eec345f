/**
 * What a deployment is made of, as CDK constructs: built from the deployment manifest and a Lambda package, and from nothing else.
 */
@NullMarked
package dev.anabranch.infra;

import org.jspecify.annotations.NullMarked;
