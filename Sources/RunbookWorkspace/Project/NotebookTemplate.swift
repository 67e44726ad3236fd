/// The note that `runbook new` writes: a statement of the theory, an experiment that claims it, a
/// figure and a value in the prose, in as few lines as show how each is written.
struct NotebookTemplate {
  var title: String
  /// `en` or `ko`.
  var language: String

  var text: String { language == "ko" ? korean : english }

  /// The title as YAML, in quotation marks so that any sign may stand in it.
  private var quotedTitle: String {
    let escaped = title.map { character -> String in
      switch character {
      case "\"", "\\": "\\\(character)"
      case "\n", "\r", "\r\n", "\t": " "
      default: String(character)
      }
    }.joined()
    return "\"\(escaped)\""
  }

  private var english: String {
    """
    ---
    title: \(quotedTitle)
    lang: en
    seed: 1
    params: {size: 5}
    ---

    What does this note ask, and what does the theory say? Here: a convolution is linear. The response
    to a sum of two images is the sum of the two responses,

    $$
    w * (x + y) = w * x + w * y.
    $$ {#eq-linear}

    ## Experiment

    Two digits and a filter of `{swift} params.size` × `{swift} params.size` random weights stand for
    all images and filters. The cell below claims @eq-linear.

    ```swift
    //| checks: eq-linear
    let digits = MNIST().test
    let x = digits[0].image.expanded()
    let y = digits[1].image.expanded()
    let filter = Random(seed: 1).normal([1, 1, params.size, params.size])
    func respond(_ image: Tensor) -> Tensor { image.conv2d(filter, padding: params.size / 2) }

    let gap = distance(respond(x + y), respond(x) + respond(y))
    claim("the response to a sum is the sum of the responses", gap, atMost: 1e-4)
    ```

    The two sides differ by `{swift} gap`, which is rounding. @fig-responses shows them.

    ```swift
    //| label: fig-responses
    //| fig-cap: Two digits, their sum, and the filter's response to each.
    //| fig-alt: Six small images, three digits above and their responses below.
    images(
      [x[0], y[0], (x + y)[0], respond(x)[0], respond(y)[0], respond(x + y)[0]],
      titles: ["x", "y", "x + y", "w * x", "w * y", "w * (x + y)"], columns: 3, scale: .each)
    ```

    """
  }

  private var korean: String {
    """
    ---
    title: \(quotedTitle)
    lang: ko
    seed: 1
    params: {size: 5}
    ---

    이 노트는 무엇을 묻고, 이론은 무엇이라 답하는가? 여기서는 합성곱이 선형임을 본다. 두 이미지의 합에 대한
    반응은 각 반응의 합과 같다.

    $$
    w * (x + y) = w * x + w * y
    $$ {#eq-linear}

    ## 실험

    숫자 두 개와 `{swift} params.size` × `{swift} params.size` 크기의 무작위 필터로 확인한다. 아래 셀은
    @eq-linear을 주장한다.

    ```swift
    //| checks: eq-linear
    let digits = MNIST().test
    let x = digits[0].image.expanded()
    let y = digits[1].image.expanded()
    let filter = Random(seed: 1).normal([1, 1, params.size, params.size])
    func respond(_ image: Tensor) -> Tensor { image.conv2d(filter, padding: params.size / 2) }

    let gap = distance(respond(x + y), respond(x) + respond(y))
    claim("합에 대한 반응은 반응의 합이다", gap, atMost: 1e-4)
    ```

    두 변의 차이는 반올림 오차인 `{swift} gap`이다. @fig-responses에서 눈으로 볼 수 있다.

    ```swift
    //| label: fig-responses
    //| fig-cap: 숫자 두 개와 그 합, 그리고 각각에 대한 필터의 반응.
    //| fig-alt: 작은 이미지 여섯 개. 위는 숫자, 아래는 반응.
    images(
      [x[0], y[0], (x + y)[0], respond(x)[0], respond(y)[0], respond(x + y)[0]],
      titles: ["x", "y", "x + y", "w * x", "w * y", "w * (x + y)"], columns: 3, scale: .each)
    ```

    """
  }
}
