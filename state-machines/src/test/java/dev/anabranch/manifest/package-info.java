/** Tests of the deployment manifest. */
@NullMarked
package dev.anabranch.manifest;

import org.jspecify.annotations.NullMarked;
