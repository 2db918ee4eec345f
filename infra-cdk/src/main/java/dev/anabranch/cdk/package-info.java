/**
 * CDK constructs that deploy workflows. They are built from a deployment manifest and a Lambda package only.
 */
@NullMarked
package dev.anabranch.cdk;

import org.jspecify.annotations.NullMarked;
