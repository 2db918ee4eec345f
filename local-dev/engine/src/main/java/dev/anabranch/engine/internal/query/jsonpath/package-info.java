/** JSONPath, reference paths, payload templates and intrinsic functions as Step Functions evaluates them. */
@NullMarked
package dev.anabranch.engine.internal.query.jsonpath;

import org.jspecify.annotations.NullMarked;
