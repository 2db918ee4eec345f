/** Implements the REST protocol of S3. */
@NullMarked
package dev.anabranch.stores.internal.http.s3;

import org.jspecify.annotations.NullMarked;
