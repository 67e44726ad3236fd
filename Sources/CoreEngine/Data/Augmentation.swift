/// Changes of images that do not change what they show, for `fit(augment:)`.
public enum Augmentation {
  /// Moves every image of a batch by up to `pixels` in each direction; zeros come in.
  ///
  /// - Parameters:
  ///   - pixels: the greatest way, the same for rows and columns; 0 or more.
  ///   - random: where the numbers come from.
  /// - Returns: a function from a batch `[batch, channels, height, width]` to one of the same
  ///   shape.
  public static func shift(
    by pixels: Int, random: Random = .shared
  ) -> (Tensor) -> Tensor {
    { batch in
      perImage(batch) { image in
        image.shifted(
          dx: random.integer(in: -pixels..<pixels + 1),
          dy: random.integer(in: -pixels..<pixels + 1))
      }
    }
  }

  /// Turns every image of a batch round, left and right, with probability one half.
  ///
  /// - Parameter random: where the decisions come from.
  /// - Returns: a function from a batch `[batch, channels, height, width]` to one of the same
  ///   shape.
  public static func flip(random: Random = .shared) -> (Tensor) -> Tensor {
    { batch in
      perImage(batch) { random.integer(in: 0..<2) == 0 ? $0 : $0.flipped(axis: -1) }
    }
  }

  private static func perImage(_ batch: Tensor, _ change: (Tensor) -> Tensor) -> Tensor {
    if batch.shape[0] == 0 { return batch }
    return Tensor.stack((0..<batch.shape[0]).map { change(batch[$0]) })
  }
}
