(* From JSON to the records of the verified checker, by the clauses that say how a file looks. Not verified: the verdict
   "accept" is about what this made of the file. A fault of a late clause leaves a blank there and is noted, since the
   clauses before it come first. *)

open Json

exception Reject of int * string

let reject clause what = raise (Reject (clause, what))

let fields clause names value = match value with
  | Object found when List.sort compare (List.map fst found) = List.sort compare names ->
    List.map (fun name -> List.assoc name found) names
  | _ -> reject clause ("not an object with exactly the keys " ^ String.concat " " names)

let listed clause value = match value with List found -> found | _ -> reject clause "not a list"
let pair clause value = match value with List [ a; b ] -> (a, b) | _ -> reject clause "not a pair"
let text clause value = match value with Text found -> found | _ -> reject clause "not a text"
let digit c = c >= '0' && c <= '9'

(* The digits from i on, a number without needless zeros; and where they end. *)
let digits clause shown i =
  let size = String.length shown in
  let rec stop j = if j < size && digit shown.[j] then stop (j + 1) else j in
  let j = stop i in
  if j = i || (j > i + 1 && shown.[i] = '0') then reject clause (shown ^ " is no number");
  j

let rational clause most value =
  let shown = text clause value in
  let size = String.length shown in
  let start = if size > 0 && shown.[0] = '-' then 1 else 0 in
  let stop = digits clause shown start in
  let over = Z.of_string (String.sub shown 0 stop) in
  let under, last =
    if stop < size && shown.[stop] = '/' then begin
      let last = digits clause shown (stop + 1) in
      (Z.of_string (String.sub shown (stop + 1) (last - stop - 1)), last)
    end else (Z.one, stop) in
  if last < size || Z.sign under = 0 then reject clause (shown ^ " is no rational");
  if max (stop - start) (last - stop - 1) > most then reject clause "too many digits";
  let lowest = Z.equal (Z.gcd over under) Z.one && not (stop < size && Z.equal under Z.one) in
  if not lowest || (start = 1 && Z.sign over = 0) then reject clause (shown ^ " is not in lowest terms");
  { Checker.qnum = over; qden = under }

let decimal clause most value =
  let shown = text clause value in
  let size = String.length shown in
  let stop = digits clause shown 0 in
  let rec decimals j = if j < size && digit shown.[j] then decimals (j + 1) else j in
  let last = if stop < size && shown.[stop] = '.' then decimals (stop + 1) else stop in
  if last < size || last = stop + 1 then reject clause (shown ^ " is no decimal");
  let many = max 0 (last - stop - 1) in
  if stop + many > most then reject clause "too many digits";
  let whole = String.sub shown 0 stop ^ (if many > 0 then String.sub shown (stop + 1) many else "") in
  let over = Z.of_string whole and under = Z.pow (Z.of_int 10) many in
  let common = if Z.sign over = 0 then under else Z.gcd over under in
  { Checker.qnum = Z.divexact over common; qden = Z.divexact under common }

let count clause value = match value with
  | Int n when Z.sign n >= 0 -> n
  | _ -> reject clause "not a count"

let big_count clause value = match text clause value with
  | "infinite" -> None
  | shown ->
    if digits clause shown 0 < String.length shown then reject clause (shown ^ " is no count");
    Some (Z.of_string shown)

let data_digits = 1_000
let spline_digits = 20_000
let points clause value =
  match listed clause value with
  | [] -> reject clause "no points"
  | found ->
    let one point = let x, y = pair clause point in (rational clause data_digits x, rational clause data_digits y) in
    List.rev (List.rev_map one found)
let knots clause value =
  let one knot = match fields clause [ "x"; "slope_change" ] knot with
    | [ x; change ] -> (rational clause spline_digits x, rational clause spline_digits change)
    | _ -> assert false in
  List.rev (List.rev_map one (listed clause value))
let left clause value = match fields clause [ "slope"; "intercept" ] value with
  | [ slope; intercept ] -> (rational clause spline_digits slope, rational clause spline_digits intercept)
  | _ -> assert false

(* What a late clause asks: a blank in its place and a note, if it fails. *)
let late noted blank read value =
  try read value with Reject (clause, what) ->
    (match !noted with Some (first, _) when first <= clause -> () | _ -> noted := Some (clause, what));
    blank
