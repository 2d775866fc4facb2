(* From JSON to the record of the verified checker of tolerance certificates (theories/ToleranceCheck.v), by the clauses
   [T02] to [T17] that say how a file looks. Not verified. *)

open Json
open Reader

let rows clause found =
  let row = function Int n when Z.sign n > 0 -> n | _ -> reject clause "not the number of a point" in
  List.map row found

let bend clause value = match listed clause value with
  | [ Text ("+" | "-" as sign); a; b; c ] ->
    (match rows clause [ a; b; c ] with
     | [ a; b; c ] -> (sign = "+", ((a, b), c))
     | _ -> assert false)
  | _ -> reject clause "not a sign and three numbers of points"

let bends clause value = List.map (bend clause) (listed clause value)

let tolerance value =
  let limit = rational 6 data_digits in
  let bound = function Null -> None | value -> Some (limit value) in
  match value with
  | List pairs ->
    let ends value = let low, high = pair 6 value in
      let low = bound low in
      (low, bound high) in
    Checker.Bounds (List.rev (List.rev_map ends pairs))
  | Text "infinite" -> Checker.Uniform None
  | value -> Checker.Uniform (Some (limit value))

let spline value = match fields 7 [ "left"; "knots" ] value with
  | [ start; turns ] -> let start = left 7 start in
    (start, knots 7 turns)
  | _ -> assert false

let claim value = match fields 12 [ "knots"; "fewest_knots"; "largest_residual"; "critical" ] value with
  | [ many; fewest; residual; critical ] ->
    let many = count 12 many in
    let fewest = count 12 fewest in
    let number = rational 12 spline_digits in
    let residual = number residual in
    (many, fewest, residual, match critical with Null -> None | value -> Some (number value))
  | _ -> assert false

(* Without a critical scale what is in its place is not read: clause [T16] is about whether there is anything. *)
let tighter critical value = match critical, value with
  | _, Null -> None
  | None, _ -> Some (Checker.Bends [])
  | _, List [ List (Text "=" :: pair) ] ->
    (match rows 17 pair with
     | [ a; b ] -> Some (Checker.Disjoint (a, b))
     | _ -> reject 17 "not two numbers of points")
  | _, value -> Some (Checker.Bends (bends 17 value))

let certificate noted value =
  match fields 2 [ "format"; "problem"; "spline"; "bends"; "tighter"; "claim" ] value with
  | [ _; problem; function_; forced; more; claims ] ->
    let given, gates = match fields 3 [ "dimension"; "p"; "points"; "tolerance" ] problem with
      | [ Int one; Text "0"; given; gates ] when Z.equal one Z.one -> (points 4 given, gates)
      | _ -> reject 3 "dimension is not 1, or p not 0" in
    let zero = { Checker.qnum = Z.zero; qden = Z.one } in
    let gates = late noted (Checker.Uniform None) tolerance gates in
    let (slope, intercept), turns = late noted ((zero, zero), []) spline function_ in
    let forced = late noted [] (bends 9) forced in
    let many, fewest, residual, critical = late noted (Z.zero, Z.zero, zero, None) claim claims in
    let more = late noted (Some (Checker.Bends [])) (tighter critical) more in
    { Checker.t_points = given; t_tolerance = gates; t_slope = slope; t_intercept = intercept; t_knots = turns;
      t_bends = forced; t_tighter = more; t_many = many; t_fewest = fewest; t_residual = residual;
      t_critical = critical }
  | _ -> assert false
